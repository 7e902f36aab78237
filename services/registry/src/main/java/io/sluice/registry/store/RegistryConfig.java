package io.sluice.registry.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Limits and secrets of the registry. */
@ConfigMapping(prefix = "sluice.registry")
public interface RegistryConfig {
  /**
   * How many targets a virtual server group may have, draining ones included; a registration beyond
   * is answered 409. Each gateway keeps all targets in memory, about 1 KiB each.
   */
  @WithDefault("1000")
  int maxTargetsPerGroup();

  /**
   * A file with the keys that the keys of gateways' cookies are sealed with in the database
   * (AES-256-GCM): the base64 of 32 random bytes a line ({@code openssl rand -base64 32}). The
   * first line seals, every line opens, so a new key goes to the top. Read at start; mode 600; the
   * same for all replicas. Default: none, and stickiness by cookies is answered 503; {@code
   * ./sluice up} makes one. Without it stored keys are lost: clients then get new cookies.
   */
  Optional<Path> secretKeyFile();

  /**
   * Hours for which one key seals gateways' cookies, 1-720. Default: 24. The key is published that
   * much earlier, and kept for seven days and an hour longer, since a cookie may live for seven
   * days; so gateways have about ten keys, and 170 with 1.
   */
  @WithDefault("24")
  int cookieKeyHours();
}
