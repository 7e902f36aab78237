package io.sluice.chassis.store;

import io.sluice.chassis.problem.ProblemException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells what a failed database operation means. */
final class DatabaseFailure {
  private static final String UNIQUE_VIOLATION = "23505";

  /**
   * Classes of SQLSTATE that tell of the server, not of what was asked: connection, no resources,
   * operator intervention, refused login, no such database, rollback by a conflict.
   */
  private static final Set<String> AWAY = Set.of("08", "53", "57", "58", "28", "3D", "40", "XX");

  private static final int DEEPEST_CAUSE = 12;

  private DatabaseFailure() {}

  /** The failure as an answer, or as it is when it is a bug. */
  static Throwable translate(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof ProblemException) {
        return cause;
      }
      if (cause instanceof PgException postgres) {
        return translate(postgres, failure);
      }
      if (isConnection(cause)) {
        return new DatabaseAwayException(cause);
      }
      cause = cause.getCause();
    }
    return failure;
  }

  private static Throwable translate(PgException postgres, Throwable failure) {
    String state = postgres.getSqlState();
    if (UNIQUE_VIOLATION.equals(state)) {
      return ProblemException.conflict("Another object has the same name or address");
    }
    return state != null && AWAY.contains(state.substring(0, 2))
        ? new DatabaseAwayException(postgres)
        : failure;
  }

  /** Vert.x reports a pool without a free connection as a bare throwable that says Timeout. */
  private static boolean isConnection(Throwable cause) {
    return cause instanceof IOException
        || cause instanceof TimeoutException
        || cause instanceof VertxException
        || (cause instanceof NoStackTraceThrowable && "Timeout".equals(cause.getMessage()));
  }
}
