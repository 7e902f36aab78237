package io.sluice.chassis.config;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Who may use the management API. */
@ConfigMapping(prefix = "sluice")
public interface TokenConfig {
  /**
   * The management token: whoever sends it as {@code Authorization: Bearer TOKEN} may read and
   * change everything. With neither this nor {@link #tokenFile()} every call is answered 401.
   * Prefer the file: a setting shows up in process lists and environment dumps.
   */
  Optional<String> token();

  /**
   * A file whose first line is the management token; read at start. Give it mode 600. Default:
   * none. {@link #token()} wins when both are set.
   */
  Optional<Path> tokenFile();
}
