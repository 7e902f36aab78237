package io.sluice.gateway.tls;

/** What came is not a ClientHello, or one that is not accepted. */
public final class HelloException extends Exception {
  private static final long serialVersionUID = 1;

  private final HandshakeFailure failure;

  HelloException(HandshakeFailure failure) {
    super(failure.name(), null, false, false);
    this.failure = failure;
  }

  /** Why. */
  public HandshakeFailure failure() {
    return failure;
  }
}
