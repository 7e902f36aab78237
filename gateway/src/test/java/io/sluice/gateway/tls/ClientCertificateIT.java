package io.sluice.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.ListenerTls.ClientAuth;
import io.sluice.gateway.table.ListenerCertificates;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestCertificates.Identity;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TlsClient;
import io.sluice.gateway.testkit.TlsClient.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is served by a listener that asks clients for certificates. */
class ClientCertificateIT {
  private static final TestCertificates CA = TestCertificates.authority("servers");
  private static final TestCertificates CLIENTS = TestCertificates.authority("clients");
  private static final TestCertificates STRANGERS = TestCertificates.authority("strangers");
  private static final Certificate CERTIFICATE = CA.server("EC", "a.test");
  private static final Identity GOOD = CLIENTS.issue("EC", "good");
  private static final Identity GOOD_RSA = CLIENTS.issue("RSA", "good");
  private static final Identity EXPIRED = CLIENTS.issue("EC", Duration.ofHours(-1), "expired");
  private static final Identity STRANGER = STRANGERS.issue("EC", "stranger");
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void requiredServesThoseWithAValidCertificateAlone(TlsEngine engine) throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = gateway(engine, target, ClientAuth.REQUIRED)) {
      for (String version : VERSIONS) {
        assertThat(served(gateway, GOOD, version)).isEqualTo("ok");
        assertThat(served(gateway, GOOD_RSA, version)).isEqualTo("ok");
        for (Identity other : new Identity[] {null, EXPIRED, STRANGER}) {
          assertThatThrownBy(() -> served(gateway, other, version)).isInstanceOf(IOException.class);
          assertThat(gateway.handshakes()).last().isEqualTo("CLIENT_CERTIFICATE");
        }
      }
      assertThat(target.requests()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void optionalServesThoseWithoutACertificateToo(TlsEngine engine) throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = gateway(engine, target, ClientAuth.OPTIONAL)) {
      for (String version : VERSIONS) {
        assertThat(served(gateway, GOOD, version)).isEqualTo("ok");
        assertThat(served(gateway, null, version)).isEqualTo("ok");
        for (Identity other : new Identity[] {EXPIRED, STRANGER}) {
          assertThatThrownBy(() -> served(gateway, other, version)).isInstanceOf(IOException.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void missingAuthorityServesNobody(TlsEngine engine) throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = new TestGateway(engine).targets(target)) {
      gateway
          .tls(
              settings(ClientAuth.OPTIONAL),
              new ListenerCertificates(List.of(CERTIFICATE), null, null))
          .apply();
      assertThatThrownBy(() -> served(gateway, null, "TLSv1.3")).isInstanceOf(IOException.class);
      assertThat(gateway.report().listeners().getFirst().error()).contains("authority");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void sessionMadeWithoutACertificateIsNotResumedWhereOneIsRequired(TlsEngine engine)
      throws Exception {
    TlsClient client = new TlsClient(CA);
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = gateway(engine, target, ClientAuth.OFF)) {
      for (String version : VERSIONS) {
        gateway.tls(CERTIFICATE).apply();
        assertThat(served(gateway, client.versions(version))).isEqualTo("ok");
        gateway.tls(settings(ClientAuth.REQUIRED), certificates()).apply();
        assertThatThrownBy(() -> served(gateway, client.versions(version)))
            .isInstanceOf(IOException.class);
      }
    }
  }

  private static TestGateway gateway(TlsEngine engine, RecordingTarget target, ClientAuth auth) {
    return new TestGateway(engine).targets(target).tls(settings(auth), certificates()).apply();
  }

  private static ListenerTls settings(ClientAuth auth) {
    return new ListenerTls(
        List.of(CERTIFICATE.id()), "intermediate", null, auth, CLIENTS.asModel().id(), 10, 1000);
  }

  private static ListenerCertificates certificates() {
    return new ListenerCertificates(List.of(CERTIFICATE), null, CLIENTS.asModel());
  }

  private static String served(TestGateway gateway, Identity identity, String version)
      throws IOException {
    return served(gateway, new TlsClient(CA, identity).versions(version));
  }

  /** In TLS 1.3 a client learns only after its handshake that its certificate was refused. */
  private static String served(TestGateway gateway, TlsClient client) throws IOException {
    try (Connection connection = client.connect(gateway.port(), "a.test")) {
      return connection.client().send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n").answer().body();
    }
  }
}
