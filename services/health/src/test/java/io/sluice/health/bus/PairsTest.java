package io.sluice.health.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.health.RegistrySample;
import io.sluice.health.domain.Pair;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PairsTest {
  private final UUID group = UUID.randomUUID();
  private final BackendService web = RegistrySample.service("web", group, 8080);
  private final BackendService admin = RegistrySample.service("admin", group, 9090);

  @Test
  void eachBackendServiceProbesEachTargetOfItsGroup() {
    Target one = RegistrySample.target(group, "127.0.0.1", 81);
    Target other = RegistrySample.target(UUID.randomUUID(), "127.0.0.2", 82);

    Map<Key, Pair> pairs = Pairs.of(state(one, other));

    assertThat(pairs).containsOnlyKeys(new Key(web.id(), one.id()), new Key(admin.id(), one.id()));
  }

  @Test
  void aTargetWithoutPortIsProbedAtTheBackendServicesPort() {
    Target without = RegistrySample.target(group, "127.0.0.1", null);

    Map<Key, Pair> pairs = Pairs.of(state(without));

    assertThat(pairs.get(new Key(web.id(), without.id())).probePort()).isEqualTo(8080);
    assertThat(pairs.get(new Key(admin.id(), without.id())).probePort()).isEqualTo(9090);
  }

  @Test
  void aDrainingTargetIsStillProbed() {
    Target draining =
        new Target(
            UUID.randomUUID(),
            group,
            "127.0.0.1",
            81,
            10,
            null,
            null,
            Instant.now().plusSeconds(9));

    assertThat(Pairs.of(state(draining))).hasSize(2);
  }

  private RegistryState state(Target... targets) {
    return RegistrySample.state(1, new BackendService[] {web, admin}, targets);
  }
}
