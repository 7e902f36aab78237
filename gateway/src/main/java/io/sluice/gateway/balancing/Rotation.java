package io.sluice.gateway.balancing;

/**
 * The targets that requests are spread over. Immutable: a change makes a new one.
 *
 * @param targets in the order of their ids
 * @param weights 1-256, of each target
 * @param totalWeight the sum of the weights
 */
record Rotation(LoopEndpoint[] targets, int[] weights, int totalWeight) {
  static final Rotation EMPTY = of(new LoopEndpoint[0]);

  /** A rotation by the weights that the targets now have. */
  static Rotation of(LoopEndpoint[] targets) {
    int[] weights = new int[targets.length];
    int total = 0;
    for (int i = 0; i < targets.length; i++) {
      weights[i] = targets[i].endpoint().weight();
      total += weights[i];
    }
    return new Rotation(targets, weights, total);
  }

  int size() {
    return targets.length;
  }
}
