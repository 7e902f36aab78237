package io.sluice.gateway.limits;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A rate that several threads share: as many tokens a second as it is asked for by, and as many at
 * once as a second brings. It has no timer: its state is the time at which all that was taken will
 * have come in, so that one compare-and-set takes a token and none refuses one.
 */
public final class TokenBucket {
  private static final long SECOND = 1_000_000_000;

  /** Nanoseconds of the monotonic clock at which the bucket will be full. */
  private final AtomicLong fullAt;

  /** A full bucket. */
  public TokenBucket(long now) {
    fullAt = new AtomicLong(now);
  }

  /**
   * Takes tokens.
   *
   * @param tokens 1 to {@code perSecond}
   * @param perSecond the rate that holds now, 1 or more; it may change from call to call
   * @param now nanoseconds of the monotonic clock
   * @return false when they are not there; then none is taken
   */
  public boolean take(int tokens, int perSecond, long now) {
    long cost = SECOND * tokens / perSecond;
    while (true) {
      long before = fullAt.get();
      long after = (before - now > 0 ? before : now) + cost;
      if (after - now > SECOND) {
        return false;
      }
      if (fullAt.compareAndSet(before, after)) {
        return true;
      }
    }
  }
}
