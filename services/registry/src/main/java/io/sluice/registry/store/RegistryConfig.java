package io.sluice.registry.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of the registry. */
@ConfigMapping(prefix = "sluice.registry")
public interface RegistryConfig {
  /**
   * How many targets a virtual server group may have, draining ones included; a registration beyond
   * is answered 409. Each gateway keeps all targets in memory, about 1 KiB each.
   */
  @WithDefault("1000")
  int maxTargetsPerGroup();
}
