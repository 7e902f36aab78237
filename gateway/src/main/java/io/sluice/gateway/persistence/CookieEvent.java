package io.sluice.gateway.persistence;

/** What became of a gateway's cookie. */
public enum CookieEvent {
  /** A request was sent where its cookie says. */
  HONOURED,
  /** A client without a valid cookie got one. */
  ISSUED,
  /** A client got a new cookie, as what its cookie says can take no request of its. */
  MOVED,
  /** A client got a new cookie for the same choice, as the one it has gets old. */
  RENEWED,
  /** Ignored: a gateway's cookie has another length or other characters. */
  MALFORMED,
  /** Ignored: sealed with a key that is not in the ring, or not any more. */
  UNKNOWN_KEY,
  /** Ignored: made by no gateway, changed, or of another backend service. */
  FORGED,
  /** Ignored: older than its duration. */
  EXPIRED
}
