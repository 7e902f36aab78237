package io.sluice.deploy.suite;

import io.sluice.deploy.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;

/** The key that a local suite seals secrets with in its database. */
public final class SecretKey {
  private static final int BYTES = 32;

  private SecretKey() {}

  /**
   * Sees to it that there is one. It is never replaced: what was sealed with it could not be read
   * any more.
   */
  public static void ensure(StateFolder state) {
    if (Files.exists(state.secretKeys())) {
      return;
    }
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    try {
      StateFolder.writeSecret(
          state.secretKeys(), Base64.getEncoder().encodeToString(random) + "\n");
    } catch (IOException e) {
      throw new UserError("The secret key cannot be kept: " + e.getMessage(), e);
    }
  }
}
