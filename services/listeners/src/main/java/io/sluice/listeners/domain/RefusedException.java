package io.sluice.listeners.domain;

/** An input is not as it should be; the message says what would be right, and never a secret. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String allowed) {
    super(allowed, null, false, false);
  }
}
