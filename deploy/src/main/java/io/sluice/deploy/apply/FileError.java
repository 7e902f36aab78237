package io.sluice.deploy.apply;

import io.sluice.deploy.UserError;

/** Something in a file is wrong. */
public final class FileError extends UserError {
  private static final long serialVersionUID = 1L;

  FileError(At at, String message) {
    super(at + ": " + message);
  }
}
