package io.sluice.gateway.modification;

/** A request target that cannot be rewritten. */
public final class UnfitTargetException extends Exception {
  private static final long serialVersionUID = 1L;

  static final UnfitTargetException AMBIGUOUS = new UnfitTargetException(false);
  static final UnfitTargetException TOO_LONG = new UnfitTargetException(true);

  private final boolean tooLong;

  /** Without a stack, which would cost more than all else of such a request. */
  private UnfitTargetException(boolean tooLong) {
    super(null, null, false, false);
    this.tooLong = tooLong;
  }

  /** Whether the result would be too long; else different readings lead to different results. */
  public boolean tooLong() {
    return tooLong;
  }
}
