package io.sluice.health.domain;

/** An answer that is not HTTP/1.x as RFC 9112 has it. */
final class MalformedAnswer extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedAnswer(String message) {
    super(message, null, false, false);
  }
}
