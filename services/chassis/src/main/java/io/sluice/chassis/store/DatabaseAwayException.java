package io.sluice.chassis.store;

import io.sluice.chassis.problem.ProblemException;
import java.util.List;

/** 503: the database cannot be reached or does not answer. Nothing was stored. */
public class DatabaseAwayException extends ProblemException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  DatabaseAwayException(Throwable cause) {
    super(503, "The database is away; nothing was stored", List.of());
    this.reason = cause.toString();
  }

  /** What the driver said. */
  public String reason() {
    return reason;
  }
}
