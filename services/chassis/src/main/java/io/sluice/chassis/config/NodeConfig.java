package io.sluice.chassis.config;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What this process is called. */
@ConfigMapping(prefix = "sluice.node")
public interface NodeConfig {
  /**
   * The name of this process in logs and in the cluster, as {@code registry-2}; give replicas
   * different ones. Default: the service's name with {@code -1}.
   */
  Optional<String> name();
}
