package io.sluice.gateway.balancing;

/**
 * How long a target takes to answer, as one event loop saw it: a moving average that a slower
 * answer raises at once and faster ones lower over some seconds (Peak EWMA). It falls too while
 * nothing is heard of the target, so that one that was slow is tried again.
 */
final class Latency {
  /** After this time without news a cost has fallen to 1/e. */
  static final double DECAY_NANOS = 10e9;

  /** Differences below it are chance. */
  static final double LEAST_NANOS = 1e6;

  /** What a failure costs: a target that fails fast must not look fast. */
  static final long FAILURE_NANOS = 5_000_000_000L;

  private double cost;
  private long at;
  private boolean known;

  /** Whether anything was measured. */
  boolean known() {
    return known;
  }

  /** The cost in nanoseconds; only when it is {@link #known}. */
  double cost(long now) {
    return Math.max(LEAST_NANOS, cost * kept(now));
  }

  /** An answer took so long. */
  void answered(long nanos, long now) {
    if (known && nanos < cost) {
      double kept = kept(now);
      cost = cost * kept + nanos * (1 - kept);
    } else {
      cost = nanos;
    }
    known = true;
    at = now;
  }

  /** No answer was waited for any longer: it would have taken more than so long. */
  void abandoned(long nanos, long now) {
    if (!known || nanos > cost) {
      answered(nanos, now);
    }
  }

  /** The target failed. */
  void failed(long now) {
    answered(Math.max(FAILURE_NANOS, known ? (long) cost : 0), now);
  }

  /** Nothing is known any more. */
  void forget() {
    known = false;
  }

  private double kept(long now) {
    return Math.exp(-Math.max(0, now - at) / DECAY_NANOS);
  }
}
