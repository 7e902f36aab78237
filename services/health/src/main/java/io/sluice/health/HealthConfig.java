package io.sluice.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How the health service probes. */
@ConfigMapping(prefix = "sluice.health")
public interface HealthConfig {
  /**
   * Probes under way at the same time, 10-15000; further ones wait. Each holds a socket, so keep it
   * below the limit of open files. When many targets do not answer at all, probes take their whole
   * timeout: with too small a number here intervals get longer, which the metric {@code
   * sluice_health_probes_waiting} tells.
   */
  @WithDefault("2000")
  @Min(10)
  @Max(15_000)
  int maxConcurrentProbes();
}
