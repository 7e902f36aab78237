package io.sluice.gateway.http.codec;

/** How the end of a message's body is known (RFC 9112 section 6.3). */
public enum BodyKind {
  /** There is no body. */
  NONE,
  /** Content-Length says how long it is. */
  FIXED,
  /** It comes in chunks; the last one is empty. */
  CHUNKED,
  /** It ends with the connection; answers only. */
  UNTIL_CLOSE
}
