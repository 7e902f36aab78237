package io.sluice.e2e.traffic;

import java.io.IOException;

/** A request that got no whole answer. */
public final class RequestFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** How it failed. */
  public enum Kind {
    /** No connection. */
    REFUSED,
    /** A connection kept alive broke after the request was sent and before any byte came back. */
    RESET_BEFORE_ANSWER,
    /** The connection broke within the answer. */
    RESET_WITHIN_ANSWER,
    /** The body ended before its length. */
    SHORT_BODY,
    /** No byte in time. */
    TIMEOUT,
    /** Not HTTP. */
    MALFORMED,
    /** A whole answer, but not the expected status. */
    STATUS
  }

  private final Kind kind;

  RequestFailure(Kind kind, String message, Throwable cause) {
    super(kind + ": " + message, cause);
    this.kind = kind;
  }

  /** How it failed. */
  public Kind kind() {
    return kind;
  }
}
