package io.sluice.gateway.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.TargetTls;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.table.TargetCertificates;
import io.sluice.gateway.testkit.FrameTarget;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestCertificates.Identity;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TlsSockets;
import io.sluice.gateway.tls.TlsEngine;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS with targets: who is trusted, what is shown, which protocol is agreed on. */
class TlsTargetsIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
  private static final TestCertificates AUTHORITY = TestCertificates.authority("targets");
  private static final TestCertificates OTHER = TestCertificates.authority("other");
  private static final Identity LOCAL = AUTHORITY.issue("EC", "127.0.0.1", "target.example");

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void targetThatIsTrustedIsServedByEitherLibrary(TlsEngine engine) throws Exception {
    try (RecordingTarget target = answering(LOCAL, null);
        TestGateway gateway = to(new TestGateway(engine), verified(null), target.port());
        RawClient client = gateway.client()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.send(GET).answer().body()).isEqualTo("ok");
      }
      assertThat(target.connections()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void certificatesThatAreNotAcceptedAre502AndNoByteOfTheRequestIsSent(TlsEngine engine)
      throws Exception {
    List<Identity> bad =
        List.of(
            OTHER.issue("EC", "127.0.0.1"),
            AUTHORITY.issue("EC", "another.example"),
            AUTHORITY.issue("EC", Duration.ofDays(-1), "127.0.0.1"));
    for (Identity identity : bad) {
      try (RecordingTarget target = answering(identity, null);
          TestGateway gateway = to(new TestGateway(engine), verified(null), target.port());
          RawClient client = gateway.client()) {
        assertFailed(client.send(POST).answer(), "tls_verify_failed");
        assertThat(target.received()).isEmpty();
      }
    }
  }

  @Test
  void targetThatIsNotTrustedIsReplacedByAnother() throws Exception {
    try (RecordingTarget bad = answering(OTHER.issue("EC", "127.0.0.1"), null);
        RecordingTarget good = answering(LOCAL, null);
        TestGateway gateway = to(new TestGateway(), verified(null), bad.port(), good.port());
        RawClient client = gateway.client()) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.send(POST).answer().body()).isEqualTo("ok");
      }
      await().untilAsserted(() -> assertThat(gateway.summaries()).anyMatch(s -> s.attempts() == 2));
    }
  }

  @Test
  void systemsTrustStoreDoesNotKnowAPrivateAuthority() throws Exception {
    try (RecordingTarget target = answering(LOCAL, null);
        TestGateway gateway =
            to(
                new TestGateway().targetTls(TargetTls.DEFAULT, TargetCertificates.NONE),
                target.port());
        RawClient client = gateway.client()) {
      assertFailed(client.send(GET).answer(), "tls_verify_failed");
    }
  }

  @Test
  void nothingIsVerifiedWhenThatIsSwitchedOff() throws Exception {
    try (RecordingTarget target =
            answering(OTHER.issue("EC", Duration.ofDays(-1), "another.example"), null);
        TestGateway gateway =
            to(
                new TestGateway()
                    .targetTls(new TargetTls(false, null, null, null), TargetCertificates.NONE),
                target.port());
        RawClient client = gateway.client()) {
      assertThat(client.send(GET).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void serverNameIsSentAndVerified() throws Exception {
    List<String> names = new CopyOnWriteArrayList<>();
    try (RecordingTarget target =
            new RecordingTarget(
                TlsSockets.listen(AUTHORITY.issue("EC", "inner.example"), null),
                c -> {
                  c.request();
                  names.addAll(TlsSockets.names(c.socket()));
                  c.send("HTTP/1.1 204 No Content\r\n\r\n");
                });
        TestGateway gateway = to(new TestGateway(), verified("inner.example"), target.port());
        RawClient client = gateway.client()) {
      assertThat(client.send(GET).answer().status()).isEqualTo(204);
      assertThat(names).containsExactly("inner.example");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void clientCertificateIsShown(TlsEngine engine) throws Exception {
    Identity shown = OTHER.issue("RSA", "gateway.example");
    List<String> subjects = new CopyOnWriteArrayList<>();
    try (RecordingTarget target =
            new RecordingTarget(
                TlsSockets.listen(LOCAL, OTHER),
                c -> {
                  while (c.request() != null) {
                    subjects.add(
                        ((SSLSocket) c.socket()).getSession().getPeerPrincipal().getName());
                    c.send("HTTP/1.1 204 No Content\r\n\r\n");
                  }
                });
        TestGateway gateway =
            to(
                new TestGateway(engine)
                    .targetTls(
                        new TargetTls(true, UUID.randomUUID(), null, UUID.randomUUID()),
                        new TargetCertificates(
                            AUTHORITY.asModel(), shown.asModel("gateway.example"), true)),
                target.port());
        RawClient client = gateway.client()) {
      assertThat(client.send(GET).answer().status()).isEqualTo(204);
      assertThat(subjects).containsExactly("CN=gateway.example");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void clientCertificateThatIsMissedIs502(TlsEngine engine) throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(
                TlsSockets.listen(LOCAL, OTHER),
                c -> {
                  c.request();
                });
        TestGateway gateway = to(new TestGateway(engine), verified(null), target.port());
        RawClient client = gateway.client()) {
      assertFailed(client.send(POST).answer(), "tls_failed");
      assertThat(target.received()).isEmpty();
    }
  }

  @Test
  void plainTargetIs502() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(c -> {
              c.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
              c.readToEnd();
            });
        TestGateway gateway = to(new TestGateway(), verified(null), target.port());
        RawClient client = gateway.client()) {
      assertFailed(client.send(GET).answer(), "tls_failed");
    }
  }

  @Test
  void handshakeIsPartOfTheConnectTimeout() throws Exception {
    try (ServerSocket silent = TlsSockets.silent();
        TestGateway gateway =
            to(
                new TestGateway()
                    .service(s ->
                        new TestGateway.ServiceSettings(
                            1, 10, null, 0, s.forwardedFor(), s.forwardedFields())),
                verified(null),
                silent.getLocalPort());
        RawClient client = gateway.client()) {
      Answer answer = client.send(GET).answer();
      assertThat(answer.status()).isEqualTo(504);
      assertThat(answer.field("sluice-reason")).isEqualTo("connect_timeout");
    }
  }

  @Test
  void certificateThatIsNotThereOpensNoConnection() throws Exception {
    try (RecordingTarget target = answering(LOCAL, null);
        TestGateway gateway =
            to(
                new TestGateway()
                    .targetTls(
                        new TargetTls(true, UUID.randomUUID(), null, null),
                        new TargetCertificates(null, null, false)),
                target.port());
        RawClient client = gateway.client()) {
      assertFailed(client.send(GET).answer(), "tls_failed");
      assertThat(target.connections()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void http2IsSpokenWhenTheTargetChoosesIt(TlsEngine engine) throws Exception {
    try (FrameTarget target =
            FrameTarget.answering(TlsSockets.listen(LOCAL, null, "h2", "http/1.1"), "two");
        TestGateway gateway =
            to(
                new TestGateway(engine).targetProtocol(Protocol.HTTPS, UpstreamHttp.HTTP_2),
                verified(null),
                target.port());
        RawClient client = gateway.client()) {
      assertThat(client.send(POST).answer().body()).isEqualTo("two");
      assertThat(client.send(POST).answer().body()).isEqualTo("two");
      assertThat(target.frames(FrameTarget.HEADERS).getFirst().fields())
          .containsEntry(":scheme", "https");
      assertThat(target.connections()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void http1IsSpokenWhenTheTargetChoosesIt(TlsEngine engine) throws Exception {
    for (String[] chosen : new String[][] {{"http/1.1"}, {}}) {
      try (RecordingTarget target = answering(LOCAL, null, chosen);
          TestGateway gateway =
              to(
                  new TestGateway(engine).targetProtocol(Protocol.HTTPS, UpstreamHttp.HTTP_2),
                  verified(null),
                  target.port());
          RawClient client = gateway.client()) {
        assertThat(client.send(POST).answer().body()).isEqualTo("ok");
        assertThat(client.send(GET).answer().body()).isEqualTo("ok");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void answerWithoutLengthThatEndsWithoutCloseNotifyIsNotComplete(TlsEngine engine)
      throws Exception {
    try (RecordingTarget cut =
            new RecordingTarget(c -> {
              Socket tls = TlsSockets.over(c.socket(), LOCAL);
              tls.getInputStream().read(new byte[100]);
              tls.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\npart".getBytes(US_ASCII));
            });
        TestGateway gateway = to(new TestGateway(engine), verified(null), cut.port());
        RawClient client = gateway.client()) {
      client.send(GET);
      client.head();
      assertThat(client.rest()).doesNotContain("0\r\n\r\n");
    }
    try (RecordingTarget whole =
            new RecordingTarget(
                TlsSockets.listen(LOCAL, null),
                c -> {
                  c.request();
                  c.send("HTTP/1.1 200 OK\r\n\r\nwhole");
                });
        TestGateway gateway = to(new TestGateway(engine), verified(null), whole.port());
        RawClient client = gateway.client()) {
      assertThat(client.send(GET).answer().body()).isEqualTo("whole");
    }
  }

  @Test
  void changedAuthorityIsForNewConnectionsAndOldOnesFinish() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(
                TlsSockets.listen(LOCAL, null),
                c -> {
                  while (c.request() != null) {
                    c.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
                    c.head();
                    c.send("half");
                  }
                });
        TestGateway gateway = to(new TestGateway(), verified(null), target.port());
        RawClient client = gateway.client();
        RawClient later = gateway.client()) {
      client.send(GET);
      assertThat(client.head().status()).isEqualTo(200);
      gateway.targetTls(
          new TargetTls(true, UUID.randomUUID(), null, null),
          new TargetCertificates(OTHER.asModel(), null, true));
      gateway.apply();
      assertFailed(later.send(GET).answer(), "tls_verify_failed");
      target.connections().getFirst().send("half");
      assertThat(new String(client.in().readNBytes(8))).isEqualTo("halfhalf");
      await().untilAsserted(() -> assertThat(target.connections().getFirst().ended()).isTrue());
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void sessionsAreResumed(TlsEngine engine) throws Exception {
    List<Long> created = new CopyOnWriteArrayList<>();
    try (RecordingTarget target =
            new RecordingTarget(
                TlsSockets.listen(LOCAL, null),
                c -> {
                  c.request();
                  created.add(((SSLSocket) c.socket()).getSession().getCreationTime());
                  c.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
                });
        TestGateway gateway = to(new TestGateway(engine), verified(null), target.port());
        RawClient client = gateway.client()) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.send(GET).answer().status()).isEqualTo(200);
      }
      assertThat(created).hasSize(5);
      // A resumed session keeps the time of the first handshake.
      assertThat(created.stream().distinct().count()).isLessThan(5);
    }
  }

  private static RecordingTarget answering(
      Identity identity, TestCertificates clients, String... protocols) throws Exception {
    return new RecordingTarget(
        TlsSockets.listen(identity, clients, protocols),
        c -> {
          while (c.request() != null) {
            c.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
          }
        });
  }

  private static TargetTls verified(String serverName) {
    return new TargetTls(true, UUID.randomUUID(), serverName, null);
  }

  private static TestGateway to(TestGateway gateway, TargetTls tls, int... ports) {
    Certificate authority = AUTHORITY.asModel();
    return to(gateway.targetTls(tls, new TargetCertificates(authority, null, true)), ports);
  }

  private static TestGateway to(TestGateway gateway, int... ports) {
    return gateway.ports(ports).apply();
  }

  private static void assertFailed(Answer answer, String reason) {
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.field("sluice-reason")).isEqualTo(reason);
  }
}
