package io.sluice.chassis.api;

import io.sluice.chassis.problem.ProblemException;
import java.util.List;

/** How large a request body may be. */
public final class BodyLimit {
  private static final int MIB = 1024 * 1024;

  /** A batch of 1000 targets with long host names is about 400 KiB. */
  private static final int BATCH_BYTES = 4 * MIB;

  private BodyLimit() {}

  /** The limit of a path in bytes: 4 MiB for a batch of targets, else 1 MiB. */
  static int of(String path) {
    return path != null && (path.endsWith("/targets") || path.endsWith("/targets/deregister"))
        ? BATCH_BYTES
        : MIB;
  }

  static String message(String path) {
    return "A body may have at most " + of(path) / MIB + " MiB here";
  }

  /**
   * Refuses a body that came without a declared length.
   *
   * @throws ProblemException 413
   */
  public static void check(byte[] body, String path) {
    if (body.length > of(path)) {
      throw new ProblemException(413, message(path), List.of());
    }
  }
}
