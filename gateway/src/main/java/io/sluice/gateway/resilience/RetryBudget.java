package io.sluice.gateway.resilience;

import io.sluice.gateway.limits.TokenBucket;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the retries of one backend service on one event loop, so that a service that fails is not
 * given a multiple of its load. Within ten seconds at most a share of the loop's own requests may
 * be retries; so the share holds for all event loops together without their knowing of each other.
 * A few are allowed beyond it, which all event loops share, so that retries are possible where
 * there are few requests.
 */
public final class RetryBudget {
  /** Retries within ten seconds that are allowed in any case. */
  private static final int ALWAYS = 30;

  static final int SECONDS = 10;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final TokenBucket common;

  /** Of each slot the second that it is for, and what began in it. */
  private final long[] seconds = new long[SECONDS];

  private final int[] requests = new int[SECONDS];
  private final int[] retries = new int[SECONDS];

  /**
   * Nothing began yet.
   *
   * @param common what all event loops of the gateway have together; its seconds are ten
   */
  RetryBudget(TokenBucket common) {
    this.common = common;
  }

  /**
   * A request begins.
   *
   * @param now nanoseconds of the monotonic clock
   */
  public void requestStarted(long now) {
    requests[slot(now)]++;
  }

  /**
   * Takes a retry.
   *
   * @param percent the share of requests that may be retries, 0-100
   * @param now nanoseconds of the monotonic clock
   * @return false when there is none left; then none is taken
   */
  public boolean take(int percent, long now) {
    int slot = slot(now);
    long oldest = seconds[slot] - SECONDS;
    long begun = 0;
    long repeated = 1;
    for (int i = 0; i < SECONDS; i++) {
      if (seconds[i] > oldest) {
        begun += requests[i];
        repeated += retries[i];
      }
    }
    if (repeated * 100 <= begun * percent) {
      retries[slot]++;
      return true;
    }
    return common.take(1, ALWAYS, now / SECONDS);
  }

  /** The slot of the current second, emptied if it was another's. */
  private int slot(long now) {
    long second = Math.floorDiv(now, SECOND);
    int slot = (int) Math.floorMod(second, (long) SECONDS);
    if (seconds[slot] != second) {
      seconds[slot] = second;
      requests[slot] = 0;
      retries[slot] = 0;
    }
    return slot;
  }
}
