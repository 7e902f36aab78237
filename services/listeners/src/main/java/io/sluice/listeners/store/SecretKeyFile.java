package io.sluice.listeners.store;

import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.secret.SecretKeys;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The keys that private keys are sealed with in the database. */
@Singleton
public class SecretKeyFile {
  private final Optional<SecretKeys> keys;

  SecretKeyFile(ListenersConfig config) {
    keys =
        config
            .secretKeyFile()
            .map(file -> SecretKeys.read(file, "sluice.listeners.secret-key-file"));
  }

  /**
   * The keys, to seal with.
   *
   * @throws ProblemException 503 when the service has none
   */
  SecretKeys toSeal() {
    return keys.orElseThrow(() ->
        ProblemException.unavailable(
            "Private keys cannot be stored: sluice.listeners.secret-key-file is not set"));
  }

  /** The keys, to open with; empty when the service has none. */
  Optional<SecretKeys> toOpen() {
    return keys;
  }
}
