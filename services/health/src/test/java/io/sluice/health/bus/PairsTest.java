package io.sluice.health.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.sync.ListenersState;
import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.TargetTls;
import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.health.RegistrySample;
import io.sluice.health.Samples;
import io.sluice.health.domain.Pair;
import io.sluice.health.domain.ProbeTls;
import java.time.Instant;
import java.util.List;
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

    Map<Key, Pair> pairs = Pairs.of(state(one, other), ListenersState.EMPTY);

    assertThat(pairs).containsOnlyKeys(new Key(web.id(), one.id()), new Key(admin.id(), one.id()));
  }

  @Test
  void aTargetWithoutPortIsProbedAtTheBackendServicesPort() {
    Target without = RegistrySample.target(group, "127.0.0.1", null);

    Map<Key, Pair> pairs = Pairs.of(state(without), ListenersState.EMPTY);

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
            Instant.now().plusSeconds(9),
            false);

    assertThat(Pairs.of(state(draining), ListenersState.EMPTY)).hasSize(2);
  }

  @Test
  void probesOverTlsHaveTheCertificatesOfTheirService() {
    Certificate authority = certificate(null);
    Certificate client = certificate("KEY");
    BackendService secured = secured(new TargetTls(true, authority.id(), "web.test", client.id()));

    ProbeTls tls = onlyTls(secured, listeners(authority, client));

    assertThat(tls).isEqualTo(new ProbeTls(true, "web.test", "PEM", "PEM", "KEY", true));
    assertThat(onlyTls(secured, listeners(authority)).complete()).isFalse();
    assertThat(onlyTls(web, listeners())).isNull();
  }

  @Test
  void whatNeedsCertificatesWaitsForTheListenersService() {
    BackendService secured = secured(new TargetTls(true, UUID.randomUUID(), null, null));
    RegistryState registry =
        RegistrySample.state(
            1, new BackendService[] {web, secured}, RegistrySample.target(group, "a.test", 1));

    assertThat(Pairs.of(registry, ListenersState.EMPTY).keySet())
        .extracting(Key::backendServiceId)
        .containsExactly(web.id());
    assertThat(Pairs.of(registry, listeners())).hasSize(2);
  }

  private ProbeTls onlyTls(BackendService service, ListenersState listeners) {
    RegistryState registry =
        RegistrySample.state(
            1, new BackendService[] {service}, RegistrySample.target(group, "a.test", 1));
    return Pairs.of(registry, listeners).values().iterator().next().tls();
  }

  private BackendService secured(TargetTls tls) {
    return new BackendService(
        UUID.randomUUID(),
        "secured",
        "",
        Protocol.HTTPS,
        443,
        group,
        web.algorithm(),
        5,
        60,
        null,
        1,
        300,
        web.xForwardedFor(),
        true,
        true,
        false,
        Samples.check(Protocol.HTTPS),
        null,
        tls,
        null,
        null,
        null,
        0,
        null,
        0,
        null,
        null,
        null,
        null);
  }

  private static Certificate certificate(String key) {
    return new Certificate(
        UUID.randomUUID(), "c", "", "PEM", key, List.of(), "EC", Instant.EPOCH, Instant.MAX, "ab");
  }

  private static ListenersState listeners(Certificate... certificates) {
    return ListenersState.EMPTY.apply(
        new ListenersDelta(
            Revision.NONE,
            new Revision(1, 1),
            true,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(certificates),
            List.of(),
            List.of()));
  }

  private RegistryState state(Target... targets) {
    return RegistrySample.state(1, new BackendService[] {web, admin}, targets);
  }
}
