package io.sluice.gateway.http2;

/** Ends a connection with GOAWAY. Without a stack trace, since a peer can cause many. */
public final class ConnectionError extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final Flood flood;

  /** Too much of something. */
  public ConnectionError(Flood flood) {
    super("too many: " + flood, null, false, false);
    this.code = ErrorCode.ENHANCE_YOUR_CALM;
    this.flood = flood;
  }

  /**
   * An error of the peer's.
   *
   * @param detail what is wrong, without any of the peer's bytes
   */
  public ConnectionError(ErrorCode code, String detail) {
    super(detail, null, false, false);
    this.code = code;
    this.flood = null;
  }

  /** What was too much, or null. */
  public Flood flood() {
    return flood;
  }

  /** What GOAWAY says. */
  public ErrorCode code() {
    return code;
  }
}
