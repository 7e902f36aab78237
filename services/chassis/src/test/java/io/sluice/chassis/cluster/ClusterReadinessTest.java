package io.sluice.chassis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.bus.FakeBus;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class ClusterReadinessTest {
  private final FakeBus bus = new FakeBus();

  private HealthCheckResponse check(int expected, boolean readyAlone) {
    ClusterConfig config =
        new SmallRyeConfigBuilder()
            .withSources(
                new PropertiesConfigSource(
                    Map.of(
                        "sluice.cluster.expected-members", Integer.toString(expected),
                        "sluice.cluster.ready-alone", Boolean.toString(readyAlone)),
                    "test",
                    100))
            .withMapping(ClusterConfig.class)
            .build()
            .getConfigMapping(ClusterConfig.class);
    return new ClusterReadiness(bus, config).call();
  }

  @Test
  void aServiceThatExpectsOthersIsNotReadyAlone() {
    assertThat(check(6, false).getStatus()).isEqualTo(Status.DOWN);
    assertThat(check(6, false).getData().orElseThrow()).containsEntry("reason", "stands alone");
  }

  @Test
  void aServiceThatSeesAnotherIsReady() {
    bus.setMembers(2);
    assertThat(check(6, false).getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aServiceThatExpectsNobodyIsReadyAlone() {
    assertThat(check(1, false).getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aGatewayIsReadyAloneAndSaysSo() {
    assertThat(check(6, true).getStatus()).isEqualTo(Status.UP);
    assertThat(check(6, true).getData().orElseThrow()).containsEntry("reason", "stands alone");
  }
}
