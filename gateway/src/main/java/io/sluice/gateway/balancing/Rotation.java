package io.sluice.gateway.balancing;

/**
 * The targets that requests are spread over. Immutable: a change makes a new one.
 *
 * @param targets in the order of their ids
 * @param weights of each target, above 0; only their proportions count
 * @param totalWeight the sum of the weights
 */
record Rotation(LoopEndpoint[] targets, int[] weights, int totalWeight) {
  static final Rotation EMPTY = of(new LoopEndpoint[0], new int[0]);

  /** Greater sums are not made finer, so that numbers of several rounds fit into an int. */
  private static final long MOST_MADE_FINER = Integer.MAX_VALUE / 400;

  /**
   * A rotation of targets, each with what it has now of its weight.
   *
   * @param whole their weights when none of them grows
   */
  static Rotation of(LoopEndpoint[] targets, int[] whole) {
    long total = 0;
    boolean growing = false;
    for (int i = 0; i < targets.length; i++) {
      total += whole[i];
      growing |= targets[i].percent() < 100;
    }
    if (!growing) {
      return new Rotation(targets, whole, (int) total);
    }
    long unit = total <= MOST_MADE_FINER ? 100 : 1;
    int[] weights = new int[targets.length];
    int sum = 0;
    for (int i = 0; i < targets.length; i++) {
      weights[i] = (int) Math.max(1, whole[i] * unit * targets[i].percent() / 100);
      sum += weights[i];
    }
    return new Rotation(targets, weights, sum);
  }

  int size() {
    return targets.length;
  }
}
