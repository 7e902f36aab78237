package io.sluice.deploy.suite;

import io.sluice.deploy.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The management token of a local suite. */
public final class Token {
  private static final int BYTES = 32;

  private Token() {}

  /**
   * Sees to it that there is a token.
   *
   * @param own a token chosen by the user, or null
   */
  public static void ensure(StateFolder state, String own) {
    try {
      if (own != null && !own.isBlank()) {
        StateFolder.writeSecret(state.token(), own.strip() + "\n");
        Files.deleteIfExists(state.tokenToShow());
      } else if (!Files.exists(state.token())) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        StateFolder.writeSecret(
            state.token(), Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        StateFolder.writeSecret(state.tokenToShow(), "");
      }
    } catch (IOException e) {
      throw new UserError("The token cannot be kept: " + e.getMessage(), e);
    }
  }

  /**
   * The token, if it was generated and nobody has seen it; it is given once.
   *
   * @return empty when it has been given before, or was chosen by the user
   */
  public static Optional<String> toShow(StateFolder state) {
    try {
      return Files.deleteIfExists(state.tokenToShow())
          ? Optional.of(read(state.token()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UserError("The state folder cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a token file.
   *
   * @throws UserError when it is missing, unreadable or empty
   */
  public static String read(Path file) {
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty()) {
        throw new UserError("The token file " + file + " is empty.");
      }
      return token;
    } catch (IOException e) {
      throw new UserError("The token file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
