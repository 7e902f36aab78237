package io.sluice.chassis.postgres;

/** The embedded PostgreSQL could not be unpacked, initialised, started or stopped. */
public class PostgresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PostgresException(String message) {
    super(message);
  }

  public PostgresException(String message, Throwable cause) {
    super(message, cause);
  }
}
