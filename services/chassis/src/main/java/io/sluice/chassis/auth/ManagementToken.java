package io.sluice.chassis.auth;

import io.sluice.chassis.config.TokenConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The token that opens the management API. */
@Singleton
public class ManagementToken {
  private static final Logger LOG = Logger.getLogger(ManagementToken.class);
  private static final String SCHEME = "Bearer ";

  private final Optional<byte[]> token;

  public ManagementToken(TokenConfig config) {
    token =
        config
            .token()
            .or(() -> config.tokenFile().map(ManagementToken::firstLine))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(text -> text.getBytes(StandardCharsets.UTF_8));
    if (token.isEmpty()) {
      LOG.warn("Neither sluice.token nor sluice.token-file is set: every call of the API gets 401");
    }
  }

  /**
   * Whether an {@code Authorization} header holds the token. The time it takes does not depend on
   * how much of the token is right.
   */
  public boolean opens(String authorization) {
    if (token.isEmpty()
        || authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] sent = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(token.get(), sent);
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new IllegalStateException("sluice.token-file: " + file + " cannot be read: " + e, e);
    }
  }
}
