package io.sluice.contracts.rule;

/** A text is no regular expression, or one that would cost too much. */
public final class InvalidExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says why, for a person. */
  public InvalidExpressionException(String reason) {
    super(reason);
  }
}
