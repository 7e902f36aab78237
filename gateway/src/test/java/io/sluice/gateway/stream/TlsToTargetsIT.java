package io.sluice.gateway.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.contracts.model.TargetTls;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.table.TargetCertificates;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestCertificates.Identity;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TestSettings.ServiceSettings;
import io.sluice.gateway.testkit.TlsClient;
import io.sluice.gateway.testkit.TlsSockets;
import io.sluice.gateway.tls.TlsEngine;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS with the targets of TCP and TLS listeners. */
class TlsToTargetsIT {
  private static final int MANY = 4 * 1024 * 1024;
  private static final int LAST = 64 * 1024;
  private static final TestCertificates AUTHORITY = TestCertificates.authority("targets");
  private static final TestCertificates OTHER = TestCertificates.authority("other");
  private static final Identity LOCAL = AUTHORITY.issue("EC", "127.0.0.1", "db.example");

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void muchPassesBothWaysAndTheClientsHalfEndsAlone(TlsEngine engine) throws Exception {
    byte[] data = new byte[MANY];
    new Random(7).nextBytes(data);
    AtomicReference<byte[]> got = new AtomicReference<>();
    try (RecordingTarget target =
            new RecordingTarget(
                TlsSockets.listen(LOCAL, null),
                connection -> {
                  connection.send("hello");
                  got.set(connection.in().readAllBytes());
                  connection.out().write(data);
                });
        TestGateway gateway = to(new TestGateway(engine), verified("db.example"), target.port());
        RawClient client = gateway.client()) {
      assertThat(client.in().readNBytes(5)).isEqualTo("hello".getBytes(ISO_8859_1));
      client.send(data);
      client.socket().shutdownOutput();
      assertThat(Arrays.equals(client.in().readAllBytes(), data)).isTrue();
      assertThat(Arrays.equals(got.get(), data)).isTrue();
      assertThat(ended(gateway)).isEqualTo(Reason.NONE);
    }
  }

  @Test
  void allThatTheTargetSaidComesThoughTheClientStillSends() throws Exception {
    byte[] data = new byte[MANY];
    try (RecordingTarget target =
            new RecordingTarget(
                TlsSockets.listen(LOCAL, null),
                connection -> {
                  connection.read(1);
                  connection.out().write(data);
                });
        TestGateway gateway = to(new TestGateway(), verified(null), target.port());
        RawClient client = new RawClient(gateway.port(), 8192)) {
      client.send("ab");
      // What is left fits in the gateway. What still comes for a target that has closed is answered
      // with a reset by its kernel, which throws away what it had not sent.
      assertThat(client.in().readNBytes(data.length - LAST)).hasSize(data.length - LAST);
      client.send(new byte[100_000]);
      assertThat(client.in().readAllBytes()).hasSize(LAST);
      assertThat(ended(gateway)).isEqualTo(Reason.NONE);
      assertThat(gateway.plane().connections()).isZero();
    }
  }

  @Test
  void targetThatIsNotTrustedIsReplacedByAnother() throws Exception {
    try (RecordingTarget bad = echo(OTHER.issue("EC", "127.0.0.1"), null);
        RecordingTarget good = echo(LOCAL, null);
        TestGateway gateway = to(new TestGateway(), verified(null), bad.port(), good.port())) {
      for (int i = 0; i < 4; i++) {
        try (RawClient client = gateway.client()) {
          assertThat(client.send("x").in().read()).isEqualTo('x');
        }
      }
      assertThat(bad.received()).isEmpty();
      await().until(() -> gateway.summaries().size() == 4);
      assertThat(gateway.summaries()).anyMatch(summary -> summary.attempts() == 2);
    }
  }

  @Test
  void clientIsResetWhenNoTargetIsTrusted() throws Exception {
    try (RecordingTarget bad = echo(AUTHORITY.issue("EC", "another.example"), null);
        TestGateway gateway = to(new TestGateway(), verified(null), bad.port());
        RawClient client = gateway.client()) {
      assertThat(client.rest()).isEqualTo("<reset>");
      assertThat(ended(gateway)).isEqualTo(Reason.TLS_VERIFY_FAILED);
    }
  }

  @Test
  void targetThatDoesNotShakeHandsInTimeIsGivenUp() throws Exception {
    try (ServerSocket silent = TlsSockets.silent();
        TestGateway gateway =
            to(
                new TestGateway()
                    .service(s -> new ServiceSettings(1, 1, null, 0, s.forwardedFor(), true)),
                verified(null),
                silent.getLocalPort());
        RawClient client = gateway.client()) {
      assertThat(client.rest()).isEqualTo("<reset>");
      assertThat(ended(gateway)).isEqualTo(Reason.CONNECT_TIMEOUT);
    }
  }

  @Test
  void nameAndClientCertificateAreShownByATlsListenerToo() throws Exception {
    TestCertificates clients = TestCertificates.authority("clients");
    Identity own = clients.issue("EC", "gateway.example");
    UUID clientId = UUID.randomUUID();
    List<String> names = new CopyOnWriteArrayList<>();
    try (RecordingTarget target =
            new RecordingTarget(
                TlsSockets.listen(LOCAL, clients),
                connection -> {
                  connection.send(connection.read(1));
                  names.addAll(TlsSockets.names(connection.socket()));
                  names.add(
                      ((SSLSocket) connection.socket()).getSession().getPeerPrincipal().getName());
                  connection.readToEnd();
                });
        TestGateway gateway =
            new TestGateway()
                .streams()
                .tls(AUTHORITY.server("EC", "a.test"))
                .targetProtocol(Protocol.TLS, UpstreamHttp.HTTP_1_1)
                .targetTls(
                    new TargetTls(true, AUTHORITY.asModel().id(), "db.example", clientId),
                    new TargetCertificates(AUTHORITY.asModel(), own.asModel(), true))
                .ports(target.port())
                .apply();
        TlsClient.Connection client = new TlsClient(AUTHORITY).connect(gateway.port(), "a.test")) {
      client.client().send("x");
      assertThat(client.client().in().read()).isEqualTo('x');
      await().until(() -> names.size() == 2);
      assertThat(names).containsExactly("db.example", "CN=gateway.example");
    }
  }

  @Test
  void proxyProtocolGoesBeforeTls() throws Exception {
    AtomicReference<String> header = new AtomicReference<>();
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              header.set(new RawClient(connection.socket()).line());
              Socket secured = TlsSockets.over(connection.socket(), LOCAL);
              secured.getOutputStream().write(secured.getInputStream().read());
              connection.readToEnd();
            });
        TestGateway gateway =
            to(
                new TestGateway().targetProxy(ProxyProtocol.V1),
                verified("db.example"),
                target.port());
        RawClient client = gateway.client()) {
      assertThat(client.send("x").in().read()).isEqualTo('x');
      assertThat(header.get())
          .isEqualTo(
              "PROXY TCP4 127.0.0.1 127.0.0.1 %d %d"
                  .formatted(client.socket().getLocalPort(), gateway.port()));
    }
  }

  private static RecordingTarget echo(Identity identity, TestCertificates clients)
      throws IOException {
    return new RecordingTarget(
        TlsSockets.listen(identity, clients),
        connection -> {
          connection.send(connection.read(1));
          connection.readToEnd();
        });
  }

  private static TargetTls verified(String serverName) {
    return new TargetTls(true, AUTHORITY.asModel().id(), serverName, null);
  }

  private static TestGateway to(TestGateway gateway, TargetTls tls, int... ports) {
    return gateway
        .streams()
        .targetProtocol(Protocol.TLS, UpstreamHttp.HTTP_1_1)
        .targetTls(tls, new TargetCertificates(AUTHORITY.asModel(), null, true))
        .ports(ports)
        .apply();
  }

  private static Reason ended(TestGateway gateway) {
    await().until(() -> gateway.summaries().size() == 1);
    return gateway.summaries().getFirst().reason();
  }
}
