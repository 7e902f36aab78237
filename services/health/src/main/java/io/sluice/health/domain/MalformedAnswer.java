package io.sluice.health.domain;

/** An answer that is not of its protocol; the message is one sentence for a person. */
public final class MalformedAnswer extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedAnswer(String message) {
    super(message, null, false, false);
  }
}
