package io.sluice.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.gateway.table.ListenerCertificates;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TlsClient;
import io.sluice.gateway.testkit.TlsClient.Connection;
import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which certificate a client is shown, with each library. */
class CertificateChoiceIT {
  private static final TestCertificates CA = TestCertificates.authority("test authority", "RSA");
  private static final String GET = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void nameAskedForDecidesAndTheFirstIsTheDefault(TlsEngine engine) throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            gateway(
                engine,
                target,
                CA.server("EC", "first.test", "127.0.0.1"),
                CA.server("EC", "a.test"),
                CA.server("EC", "*.wild.test"),
                CA.server("EC", "exact.wild.test"))) {
      TlsClient client = new TlsClient(CA);
      assertThat(shown(gateway, client, "a.test")).isEqualTo("a.test EC");
      assertThat(shown(gateway, client, "A.Test")).isEqualTo("a.test EC");
      assertThat(shown(gateway, client, "x.wild.test")).isEqualTo("*.wild.test EC");
      assertThat(shown(gateway, client, "exact.wild.test")).isEqualTo("exact.wild.test EC");
      assertThat(shown(gateway, client, "x.y.wild.test")).isEqualTo("first.test EC");
      assertThat(shown(gateway, client, "wild.test")).isEqualTo("first.test EC");
      assertThat(shown(gateway, client, "other.test")).isEqualTo("first.test EC");
      assertThat(shown(gateway, client, null)).isEqualTo("first.test EC");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void clientsSignaturesDecideBetweenRsaAndEcdsa(TlsEngine engine) throws Exception {
    String[] rsaOnly = {"rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"};
    String[] otherCurve = {"ecdsa_secp384r1_sha384", "rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"};
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            gateway(
                engine,
                target,
                CA.server("RSA", "both.test"),
                CA.server("EC", "both.test"),
                CA.server("RSA", "rsa.test"))) {
      assertThat(shown(gateway, new TlsClient(CA), "both.test")).isEqualTo("both.test EC");
      assertThat(shown(gateway, new TlsClient(CA), "none.test")).isEqualTo("both.test EC");
      assertThat(shown(gateway, new TlsClient(CA), "rsa.test")).isEqualTo("rsa.test RSA");
      for (String version : List.of("TLSv1.3", "TLSv1.2")) {
        TlsClient client = new TlsClient(CA).versions(version).signatures(rsaOnly);
        assertThat(shown(gateway, client, "both.test")).isEqualTo("both.test RSA");
      }
      TlsClient p384 = new TlsClient(CA).versions("TLSv1.3").signatures(otherCurve);
      assertThat(shown(gateway, p384, "both.test")).isEqualTo("both.test RSA");
      TlsClient suites =
          new TlsClient(CA).versions("TLSv1.2").suites("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
      assertThat(shown(gateway, suites, "both.test")).isEqualTo("both.test RSA");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void brokenCertificateIsNamedAndLeavesTheOthersAlone(TlsEngine engine) throws Exception {
    Certificate good = CA.server("EC", "good.test");
    Certificate other = CA.server("EC", "other.test");
    Certificate broken =
        new Certificate(
            other.id(),
            "broken",
            "",
            other.certificatePem(),
            good.privateKeyPem(),
            other.names(),
            "EC",
            other.notBefore(),
            other.notAfter(),
            "");
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = gateway(engine, target, broken, good)) {
      assertThat(shown(gateway, new TlsClient(CA), "good.test")).isEqualTo("good.test EC");
      assertThat(gateway.report().listeners().getFirst().bound()).isTrue();
      assertThat(gateway.report().listeners().getFirst().error())
          .contains("broken", "private key is not the certificate's");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void withoutAnyUsableCertificateHandshakesAreRefusedAndSaid(TlsEngine engine) throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = new TestGateway(engine).targets(target)) {
      Certificate missing = CA.server("EC", "a.test");
      gateway
          .tls(
              ListenerTls.of(List.of(missing.id())),
              new ListenerCertificates(List.of(), null, null))
          .apply();
      assertThatThrownBy(() -> new TlsClient(CA).connect(gateway.port(), "a.test"))
          .isInstanceOf(SSLException.class);
      assertThat(gateway.report().listeners().getFirst().error()).contains("does not exist");
      assertThat(gateway.handshakes()).containsExactly("NO_CERTIFICATE");
    }
  }

  private static TestGateway gateway(
      TlsEngine engine, RecordingTarget target, Certificate... certificates) {
    return new TestGateway(engine).targets(target).tls(certificates).apply();
  }

  private static String shown(TestGateway gateway, TlsClient client, String name)
      throws IOException {
    try (Connection connection = client.connect(gateway.port(), name)) {
      assertThat(connection.client().send(GET).answer().body()).isEqualTo("ok");
      return connection.certificateName() + " " + connection.keyType();
    }
  }
}
