package io.sluice.gateway.persistence;

import java.util.UUID;

/**
 * What a cookie says once it is opened.
 *
 * @param choice what the client keeps to; null when the cookie is to be ignored
 * @param issuedSeconds when it was made, in seconds since 1970; 0 when it is to be ignored
 * @param flaw why it is to be ignored; null otherwise
 */
public record Ticket(UUID choice, long issuedSeconds, CookieEvent flaw) {
  /** One that is to be ignored. */
  public static Ticket ignored(CookieEvent flaw) {
    return new Ticket(null, 0, flaw);
  }

  /**
   * Whether it is older than so many seconds. One from the future is as new as can be: gateways'
   * clocks differ.
   */
  public boolean olderThan(long seconds, long nowMillis) {
    return nowMillis / 1_000 - issuedSeconds > seconds;
  }
}
