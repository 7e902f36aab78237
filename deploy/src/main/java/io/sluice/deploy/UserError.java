package io.sluice.deploy;

/** What went wrong, said to the person at the command line: no stack trace belongs to it. */
public class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong and what can be done about it; may have several lines
   */
  public UserError(String message) {
    super(message);
  }

  /** As {@link #UserError(String)}, with its cause. */
  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
