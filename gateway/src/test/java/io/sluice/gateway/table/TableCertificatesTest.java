package io.sluice.gateway.table;

import static io.sluice.gateway.table.Samples.GROUP;
import static io.sluice.gateway.table.Samples.LISTENER;
import static io.sluice.gateway.table.Samples.SERVICE;
import static io.sluice.gateway.table.Samples.backendService;
import static io.sluice.gateway.table.Samples.fixed;
import static io.sluice.gateway.table.Samples.listener;
import static io.sluice.gateway.table.Samples.listeners;
import static io.sluice.gateway.table.Samples.registry;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.sync.HealthState;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.ListenerTls.ClientAuth;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.TargetTls;
import io.sluice.contracts.model.TlsPolicy;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TableCertificatesTest {
  private static final UUID FIRST = new UUID(20, 1);
  private static final UUID SECOND = new UUID(20, 2);
  private static final UUID AUTHORITY = new UUID(20, 3);
  private static final TlsPolicy POLICY =
      new TlsPolicy(new UUID(21, 1), "own", "", List.of("TLSv1.3"), List.of());

  @Test
  void aListenerHasWhatItsTlsSettingsReferToInTheirOrder() {
    ListenerCertificates certificates =
        build(1, "a").table().listeners().get(LISTENER).certificates();

    assertThat(certificates.certificates())
        .extracting(Certificate::id)
        .containsExactly(SECOND, FIRST);
    assertThat(certificates.policy()).isEqualTo(POLICY);
    assertThat(certificates.clientAuthority().id()).isEqualTo(AUTHORITY);
  }

  @Test
  void anotherCertificateUnderTheSameIdChangesTheListenerAndTheService() {
    TableBuild before = build(1, "a");

    TableBuild same = before.next(inputs(2, "a"));
    TableBuild renewed = before.next(inputs(3, "b"));

    assertThat(same.table().listeners().get(LISTENER))
        .isSameAs(before.table().listeners().get(LISTENER));
    assertThat(same.table().services().get(SERVICE))
        .isSameAs(before.table().services().get(SERVICE));
    assertThat(renewed.table().listeners().get(LISTENER).certificates().certificates())
        .extracting(Certificate::fingerprint)
        .containsOnly("b");
    assertThat(renewed.table().services().get(SERVICE).certificates().clientCertificate())
        .extracting(Certificate::fingerprint)
        .isEqualTo("b");
  }

  @Test
  void aServiceWhoseAuthorityIsNotThereYetIsIncomplete() {
    TableBuild build =
        TableBuild.empty("a")
            .next(
                new TableInputs(
                    listeners(1, List.of(), List.of()),
                    registry(1, List.of(service()), List.of()),
                    HealthState.EMPTY));

    assertThat(build.table().services().get(SERVICE).certificates().complete()).isFalse();
    assertThat(build(1, "a").table().services().get(SERVICE).certificates().complete()).isTrue();
  }

  private static TableBuild build(long number, String fingerprint) {
    return TableBuild.empty("a").next(inputs(number, fingerprint));
  }

  private static TableInputs inputs(long number, String fingerprint) {
    return new TableInputs(
        listeners(
            number,
            List.of(tlsListener()),
            List.of(),
            Stream.of(FIRST, SECOND, AUTHORITY).map(id -> certificate(id, fingerprint)).toList(),
            List.of(POLICY)),
        registry(number, List.of(service()), List.of()),
        HealthState.EMPTY);
  }

  private static Certificate certificate(UUID id, String fingerprint) {
    return new Certificate(
        id,
        "c",
        "",
        "PEM",
        id.equals(AUTHORITY) ? null : "KEY",
        List.of(),
        "EC",
        Samples.SINCE,
        Samples.SINCE,
        fingerprint);
  }

  private static Listener tlsListener() {
    Listener plain = listener(LISTENER, 8_443, null, fixed(204));
    return new Listener(
        plain.id(),
        plain.loadBalancerId(),
        plain.name(),
        plain.description(),
        Protocol.HTTPS,
        plain.port(),
        null,
        60,
        10,
        16_384,
        0,
        null,
        plain.defaultAction(),
        null,
        null,
        null,
        new ListenerTls(
            List.of(SECOND, FIRST),
            POLICY.id().toString(),
            null,
            ClientAuth.REQUIRED,
            AUTHORITY,
            10,
            1000),
        null);
  }

  private static BackendService service() {
    BackendService plain = backendService(SERVICE, GROUP);
    return new BackendService(
        plain.id(),
        plain.name(),
        "",
        Protocol.HTTPS,
        443,
        GROUP,
        plain.algorithm(),
        5,
        60,
        null,
        1,
        300,
        plain.xForwardedFor(),
        true,
        true,
        false,
        null,
        null,
        new TargetTls(true, AUTHORITY, null, FIRST),
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
}
