package io.sluice.chassis.bus;

/** A request on the bus that got no answer. What was asked may or may not have happened. */
public class BusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  public enum Kind {
    /** No member serves the address. */
    NO_SERVER,
    /** No answer in time. */
    TIMEOUT,
    /** The server answered with a failure. */
    FAILED
  }

  private final Kind kind;

  public BusException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Why there is no answer. */
  public Kind kind() {
    return kind;
  }
}
