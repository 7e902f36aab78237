package io.sluice.gateway.limits;

/**
 * One event loop's part of a rate that all loops share. Tokens are fetched for a millisecond at
 * once: one in a thousand of a second's requests touches memory that other loops write too. What a
 * loop has fetched and not used it keeps, so the rate is exceeded by a millisecond's worth for each
 * loop at most.
 */
public final class LoopRate {
  private static final int FETCHES_PER_SECOND = 1_000;

  private final TokenBucket shared;
  private int held;

  /** Holds nothing yet. */
  public LoopRate(TokenBucket shared) {
    this.shared = shared;
  }

  /**
   * Takes one token; called on the loop's thread alone.
   *
   * @param perSecond the rate that holds now, 1 or more
   * @param now nanoseconds of the monotonic clock
   * @return false when there is none
   */
  public boolean take(int perSecond, long now) {
    int batch = perSecond / FETCHES_PER_SECOND;
    if (held > 0) {
      // A rate that was lowered takes back what was fetched by the higher one.
      held = Math.min(held - 1, batch);
      return true;
    }
    if (batch > 1 && shared.take(batch, perSecond, now)) {
      held = batch - 1;
      return true;
    }
    return shared.take(1, perSecond, now);
  }
}
