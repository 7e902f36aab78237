package io.sluice.chassis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cluster.ClusterOptions;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterOptionsFactoryTest {
  private static ClusterOptions options(String... settings) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], settings[i + 1]);
    }
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(new PropertiesConfigSource(values, "test", 100))
            .withMapping(ClusterConfig.class)
            .build();
    return ClusterOptionsFactory.create(config.getConfigMapping(ClusterConfig.class), config);
  }

  @Test
  void withoutAnySettingAMemberIsOnLoopbackAndLooksForNobody() {
    ClusterOptions options = options("quarkus.application.name", "registry");
    assertThat(options)
        .isEqualTo(
            new ClusterOptions(
                "registry-1",
                "127.0.0.1",
                7_800,
                new ClusterOptions.Discovery.Static(List.of()),
                null));
  }

  @Test
  void allSettingsReachTheMember() {
    ClusterOptions options =
        options(
            "sluice.node.name", "registry-2",
            "sluice.cluster.bind-address", "10.0.0.2",
            "sluice.cluster.port", "9000",
            "sluice.cluster.seeds", "one:9000,two:9000",
            "sluice.cluster.tls.certificate", "node.crt",
            "sluice.cluster.tls.key", "node.key",
            "sluice.cluster.tls.trust", "ca.crt");
    assertThat(options)
        .isEqualTo(
            new ClusterOptions(
                "registry-2",
                "10.0.0.2",
                9_000,
                new ClusterOptions.Discovery.Static(List.of("one:9000", "two:9000")),
                new ClusterOptions.Tls("node.crt", "node.key", "ca.crt")));
  }

  @Test
  void discoveryByDnsTakesItsNamesFromTheSeeds() {
    assertThat(
            options("sluice.cluster.discovery", "dns", "sluice.cluster.seeds", "members.internal")
                .discovery())
        .isEqualTo(new ClusterOptions.Discovery.Dns(List.of("members.internal")));
    assertThatThrownBy(() -> options("sluice.cluster.discovery", "dns"))
        .hasMessageContaining("sluice.cluster.seeds");
  }

  @Test
  void discoveryByDatabaseUsesTheServicesDatabase() {
    assertThat(
            options(
                    "sluice.cluster.discovery", "database",
                    "quarkus.datasource.jdbc.url", "jdbc:postgresql://db:5432/sluice",
                    "quarkus.datasource.username", "sluice",
                    "quarkus.datasource.password", "secret")
                .discovery())
        .isEqualTo(
            new ClusterOptions.Discovery.Database(
                "jdbc:postgresql://db:5432/sluice", "sluice", "secret"));
    assertThatThrownBy(() -> options("sluice.cluster.discovery", "database"))
        .hasMessageContaining("sluice.database.url");
  }

  @Test
  void aTlsFileThatIsMissingIsNamed() {
    assertThatThrownBy(() -> options("sluice.cluster.tls.certificate", "node.crt"))
        .hasMessageContaining("sluice.cluster.tls.key");
  }

  @Test
  void aPortOutOfRangeIsRefused() {
    assertThatThrownBy(() -> options("sluice.cluster.port", "65500")).hasMessageContaining("65500");
  }
}
