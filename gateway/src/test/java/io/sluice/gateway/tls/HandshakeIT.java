package io.sluice.gateway.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.ListenerTls.ClientAuth;
import io.sluice.contracts.model.TlsPolicy;
import io.sluice.gateway.table.ListenerCertificates;
import io.sluice.gateway.testkit.ByteProxy;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TlsClient;
import io.sluice.gateway.testkit.TlsClient.Connection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is agreed on with a client, and what becomes of clients that break the rules. */
class HandshakeIT {
  private static final TestCertificates CA = TestCertificates.authority("test authority", "RSA");
  private static final Certificate CERTIFICATE = CA.server("EC", "a.test");
  private static final String GET = "GET /x HTTP/1.1\r\nHost: a.test\r\n\r\n";

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void eachVersionIsServedAndTheTargetIsToldOfHttps(TlsEngine engine) throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = new TestGateway(engine).targets(target).tls(CERTIFICATE).apply()) {
      for (String version : List.of("TLSv1.3", "TLSv1.2")) {
        try (Connection connection =
            new TlsClient(CA).versions(version).connect(gateway.port(), "a.test")) {
          assertThat(connection.socket().getSession().getProtocol()).isEqualTo(version);
          assertThat(connection.client().send(GET).answer().body()).isEqualTo("ok");
          assertThat(connection.client().send(GET).answer().body()).isEqualTo("ok");
        }
      }
      assertThat(target.received()).contains("X-Forwarded-Proto: https");
      assertThat(gateway.handshakes()).containsExactly("ok TLSv1.3", "ok TLSv1.2");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void policyDecidesOnVersionsAndSuites(TlsEngine engine) throws Exception {
    TlsClient old = new TlsClient(CA).versions("TLSv1.2");
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = new TestGateway(engine).targets(target)) {
      gateway.tls(settings(ListenerTls.MODERN), certificates(null)).apply();
      assertThatThrownBy(() -> old.connect(gateway.port(), "a.test"))
          .isInstanceOf(SSLException.class);
      assertThat(gateway.handshakes()).containsExactly("NOTHING_IN_COMMON");

      TlsPolicy own =
          new TlsPolicy(
              UUID.randomUUID(),
              "own",
              "",
              List.of("TLSv1.2", "TLSv1.3"),
              List.of("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384"));
      gateway.tls(settings(own.id().toString()), certificates(own)).apply();
      assertThat(suite(gateway, old)).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
      assertThat(suite(gateway, new TlsClient(CA))).isEqualTo("TLS_AES_256_GCM_SHA384");
      TlsClient other = new TlsClient(CA).suites("TLS_AES_128_GCM_SHA256");
      assertThatThrownBy(() -> suite(gateway, other)).isInstanceOf(SSLException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void clientsOrderOfSuitesIsFollowed(TlsEngine engine) throws Exception {
    String[] suites = {
      "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
    };
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = new TestGateway(engine).targets(target).tls(CERTIFICATE).apply()) {
      TlsClient one = new TlsClient(CA).versions("TLSv1.2").suites(suites[0], suites[1]);
      TlsClient other = new TlsClient(CA).versions("TLSv1.2").suites(suites[1], suites[0]);
      assertThat(suite(gateway, one)).isEqualTo(suites[0]);
      assertThat(suite(gateway, other)).isEqualTo(suites[1]);
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void missingPolicyServesNobody(TlsEngine engine) throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = new TestGateway(engine).targets(target)) {
      gateway.tls(settings(UUID.randomUUID().toString()), certificates(null)).apply();
      assertThatThrownBy(() -> suite(gateway, new TlsClient(CA))).isInstanceOf(SSLException.class);
      assertThat(gateway.report().listeners().getFirst().error()).contains("policy");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void applicationProtocolIsAgreedOnOrRefused(TlsEngine engine) throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            new TestGateway(engine).targets(target).http2(false).tls(CERTIFICATE).apply()) {
      assertThat(protocol(gateway, "h2", "http/1.1")).isEqualTo("http/1.1");
      assertThat(protocol(gateway, "http/1.1")).isEqualTo("http/1.1");
      assertThat(protocol(gateway)).isEmpty();
      assertThatThrownBy(() -> protocol(gateway, "h2")).isInstanceOf(SSLException.class);
      assertThat(gateway.handshakes()).endsWith("NO_APPLICATION_PROTOCOL");
      gateway.http2(true).apply();
      assertThat(negotiated(gateway, "h2", "http/1.1")).isEqualTo("h2");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void answersCarryHstsTheGatewaysOwnToo(TlsEngine engine) throws Exception {
    ListenerTls tls =
        new ListenerTls(
            List.of(CERTIFICATE.id()), "intermediate", 31536000, ClientAuth.OFF, null, 10, 1000);
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            new TestGateway(engine).targets(target).tls(tls, certificates(null)).apply();
        Connection one = new TlsClient(CA).connect(gateway.port(), "a.test");
        Connection two = new TlsClient(CA).connect(gateway.port(), "a.test")) {
      Answer answer = one.client().send(GET).answer();
      assertThat(answer.field("strict-transport-security")).isEqualTo("max-age=31536000");
      Answer own = two.client().send("GET / HTTP/1.1\r\nHost: a b\r\n\r\n").answer();
      assertThat(own.status()).isEqualTo(400);
      assertThat(own.field("strict-transport-security")).isEqualTo("max-age=31536000");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void helloInPiecesOfOneByteIsUnderstood(TlsEngine engine) throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = new TestGateway(engine).targets(target).tls(CERTIFICATE).apply();
        ByteProxy bytes = new ByteProxy(gateway.port());
        Connection connection = new TlsClient(CA).connect(bytes.port(), "a.test")) {
      assertThat(connection.client().send(GET).answer().body()).isEqualTo("ok");
    }
  }

  @Test
  void plainHttpIsToldSoAndNothingReachesATarget() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = TestGateway.to(target).tls(CERTIFICATE)) {
      gateway.removeListener();
      gateway.apply();
      try (RawClient client = gateway.client()) {
        Answer answer = client.send(GET).answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("HTTPS port");
        assertThat(client.ended()).isTrue();
      }
      assertThat(target.requests()).isZero();
      assertThat(gateway.handshakes()).containsExactly("PLAINTEXT");
    }
  }

  @Test
  void whatIsNoClientHelloIsRefusedAtOnce() throws Exception {
    List<String> firsts =
        List.of(
            "\u0080\u002e\1\0\2", // SSL 2
            "\u0016\2\0\0\5", // SSL 2's version in a record
            "\u0017\3\3\0\1x", // data before a handshake
            "\u0016\3\1\0\4\2\0\0\0", // a ServerHello
            "\u0016\3\1\0\0", // an empty record
            "\u0016\3\1\u0040\1\1", // a record above 16 KiB
            "\u0016\3\1\0\4\1\1\0\0", // a message of 64 KiB
            "\u0016\3\1\0\4\1\0\0\0", // an empty ClientHello
            "\0\0\0\0");
    List<String> expected = new ArrayList<>();
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = new TestGateway().targets(target).tls(CERTIFICATE).apply()) {
      for (String first : firsts) {
        try (RawClient client = gateway.client()) {
          String answer = client.send(first.getBytes(ISO_8859_1)).rest();
          assertThat(answer.substring(0, 7)).isEqualTo("\u0015\3\3\0\2\2\62");
        }
        boolean large = first.contains("\u0040") || first.endsWith("\1\1\0\0");
        expected.add(large ? "HELLO_TOO_LARGE" : "MALFORMED_HELLO");
      }
      await().until(() -> gateway.handshakes().size() == firsts.size());
      assertThat(gateway.handshakes()).isEqualTo(expected);
    }
  }

  private static ListenerTls settings(String policy) {
    return new ListenerTls(List.of(CERTIFICATE.id()), policy, null, ClientAuth.OFF, null, 10, 1000);
  }

  private static ListenerCertificates certificates(TlsPolicy policy) {
    return new ListenerCertificates(List.of(CERTIFICATE), policy, null);
  }

  private static String suite(TestGateway gateway, TlsClient client) throws IOException {
    try (Connection connection = client.connect(gateway.port(), "a.test")) {
      assertThat(connection.client().send(GET).answer().body()).isEqualTo("ok");
      return connection.socket().getSession().getCipherSuite();
    }
  }

  private static String protocol(TestGateway gateway, String... offered) throws IOException {
    try (Connection connection =
        new TlsClient(CA).protocols(offered).connect(gateway.port(), "a.test")) {
      assertThat(connection.client().send(GET).answer().body()).isEqualTo("ok");
      return connection.socket().getApplicationProtocol();
    }
  }

  private static String negotiated(TestGateway gateway, String... offered) throws IOException {
    try (Connection connection =
        new TlsClient(CA).protocols(offered).connect(gateway.port(), "a.test")) {
      return connection.socket().getApplicationProtocol();
    }
  }
}
