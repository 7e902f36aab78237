package io.sluice.gateway.limits;

/**
 * Whether a request's body comes fast enough on average. It counts the time in which the gateway
 * waited for the client, and not that in which the client was held back.
 *
 * <p>A body has some time to its credit; waiting spends it and each byte earns its share. A client
 * that was fast may so pause as long as an idle connection may, but not hold the connection for the
 * hours that a large body's first half would buy.
 */
public final class BodyRate {
  private static final long SECOND = 1_000_000_000;

  /** What every body has to begin with. */
  static final long GRACE_NANOS = 5 * SECOND;

  private long credit = GRACE_NANOS;
  private long lookedAt;
  private long bytes;

  /**
   * A body whose first bytes are awaited.
   *
   * @param now nanoseconds of the monotonic clock
   */
  public BodyRate(long now) {
    lookedAt = now;
  }

  /**
   * Looks at the body; called a few times a second.
   *
   * @param now nanoseconds of the monotonic clock
   * @param received bytes of it so far
   * @param clientsTurn whether it is the client that is waited for
   * @param perSecond the least average rate, in bytes a second, 1 or more
   * @param mostCredit nanoseconds that a client may pause at most; not below the grace
   * @return whether it is too slow
   */
  public boolean tooSlow(
      long now, long received, boolean clientsTurn, int perSecond, long mostCredit) {
    // Below 2^31 the product fits; more than that in a moment is fast at every rate.
    long earned = Math.min(received - bytes, Integer.MAX_VALUE) * SECOND / perSecond;
    credit = Math.min(credit + earned, Math.max(mostCredit, GRACE_NANOS));
    if (clientsTurn) {
      credit -= now - lookedAt;
    }
    bytes = received;
    lookedAt = now;
    return credit < 0;
  }
}
