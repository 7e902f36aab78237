package io.sluice.gateway.limits;

/**
 * A listener's limits of connections, for a whole gateway.
 *
 * @param open open at once, or 0 for no limit
 * @param perSource open at once from one source, or 0 for no limit
 * @param newPerSecond accepted within a second, or 0 for no limit
 */
public record ConnectionLimits(int open, int perSource, int newPerSecond) {
  /** None. */
  public static final ConnectionLimits NONE = new ConnectionLimits(0, 0, 0);
}
