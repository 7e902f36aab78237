package io.sluice.gateway.balancing;

import java.util.Collection;
import java.util.random.RandomGenerator;

/**
 * Weighted least connections: the target with the fewest requests in flight in proportion to its
 * weight.
 *
 * <p>Requests are whole, so with few in flight proportions say little: of weights 1 and 7 with one
 * request at the heavy one, neither is loaded more than its share. Targets are therefore taken as
 * tied when their load is below the smallest that any would have with one request more, and one of
 * these is drawn; the odds are what each lacks to that load, on an idle service so the weights. Of
 * equal weights these are just those with the fewest requests. So the shares are right at any load
 * while all are equally fast, an idle service spreads its requests, and event loops and gateways,
 * which see only their own requests, do not move in step. The cost is three passes over the
 * targets.
 */
final class LeastConnections implements Choice {
  private final Rotation rotation;
  private final RandomGenerator random;

  LeastConnections(Rotation rotation, RandomGenerator random) {
    this.rotation = rotation;
    this.random = random;
  }

  @Override
  public LoopEndpoint choose(long key, long now, Collection<LoopEndpoint> tried) {
    LoopEndpoint[] targets = rotation.targets();
    int[] weights = rotation.weights();
    boolean first = tried.isEmpty();
    long least = 0;
    long leastWeight = 0;
    for (int i = 0; i < weights.length; i++) {
      if (first || !tried.contains(targets[i])) {
        long next = targets[i].active() + 1L;
        if (leastWeight == 0 || next * leastWeight < least * weights[i]) {
          least = next;
          leastWeight = weights[i];
        }
      }
    }
    if (leastWeight == 0) {
      return null;
    }
    long candidates = 0;
    for (int i = 0; i < weights.length; i++) {
      if (first || !tried.contains(targets[i])) {
        candidates += odds(targets[i].active() * leastWeight, least * weights[i]);
      }
    }
    long point = random.nextLong(candidates);
    for (int i = 0; i < weights.length; i++) {
      if (first || !tried.contains(targets[i])) {
        point -= odds(targets[i].active() * leastWeight, least * weights[i]);
        if (point < 0) {
          return targets[i];
        }
      }
    }
    throw new IllegalStateException("The sum of the candidates' weights is wrong");
  }

  /**
   * The odds of a target, 0 when it is not among the tied.
   *
   * @param load its requests in flight
   * @param limit how many it may have, on the same scale
   */
  private static long odds(long load, long limit) {
    return load < limit ? 2 * limit - load : 0;
  }
}
