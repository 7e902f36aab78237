package io.sluice.chassis.cluster;

import io.sluice.cluster.ClusterOptions;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** From configuration to the cluster manager's options. */
final class ClusterOptionsFactory {
  private ClusterOptionsFactory() {}

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException when a setting is missing or out of range; the message names
   *     it
   */
  static ClusterOptions create(ClusterConfig cluster, Config config) {
    String name =
        config
            .getOptionalValue("sluice.node.name", String.class)
            .orElseGet(() ->
                config.getOptionalValue("quarkus.application.name", String.class).orElse("member")
                    + "-1");
    return new ClusterOptions(
        name,
        cluster.bindAddress(),
        cluster.port(),
        discovery(cluster, config),
        cluster
            .tls()
            .map(tls -> new ClusterOptions.Tls(tls.certificate(), tls.key(), tls.trust()))
            .orElse(null));
  }

  private static ClusterOptions.Discovery discovery(ClusterConfig cluster, Config config) {
    List<String> seeds = cluster.seeds().orElse(List.of());
    return switch (cluster.discovery()) {
      case STATIC -> new ClusterOptions.Discovery.Static(seeds);
      case DNS -> {
        if (seeds.isEmpty()) {
          throw new IllegalArgumentException(
              "sluice.cluster.discovery=dns needs host names in sluice.cluster.seeds");
        }
        yield new ClusterOptions.Discovery.Dns(seeds);
      }
      // The one setting for a database, sluice.database.url, is split into these.
      case DATABASE ->
          new ClusterOptions.Discovery.Database(
              config
                  .getOptionalValue("quarkus.datasource.jdbc.url", String.class)
                  .orElseThrow(() ->
                      new IllegalArgumentException(
                          "sluice.cluster.discovery=database needs sluice.database.url")),
              config.getOptionalValue("quarkus.datasource.username", String.class).orElse(""),
              config.getOptionalValue("quarkus.datasource.password", String.class).orElse(""));
    };
  }
}
