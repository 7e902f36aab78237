package io.sluice.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Certificate;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.observe.RequestSummary;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TestSettings.ListenerSettings;
import io.sluice.gateway.testkit.TlsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Listeners of TCP and TLS: bytes pass as they are, and each end is passed on as what it is. */
class StreamIT {
  private static final int MANY = 32 * 1024 * 1024;

  @Test
  void bytesPassBothWaysAndTheClientsHalfEndsAlone() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.send("hello\r\n\0");
              connection.readToEnd();
              connection.send("last");
            });
        TestGateway gateway = new TestGateway().streams().targets(target).apply();
        RawClient client = gateway.client()) {
      assertThat(client.in().readNBytes(8)).isEqualTo("hello\r\n\0".getBytes());
      client.send("\0\1GET / HTTP/9\r\n\r\n");
      await().until(() -> gateway.report().activeByTarget().containsValue(1));
      client.socket().shutdownOutput();

      assertThat(client.rest()).isEqualTo("last");
      assertThat(target.received()).isEqualTo("\0\1GET / HTTP/9\r\n\r\n");
      RequestSummary ended = ended(gateway);
      assertThat(ended.reason()).isEqualTo(Reason.NONE);
      assertThat(ended.version()).isEqualTo("TCP");
      assertThat(ended.bytesReceived()).isEqualTo(18);
      assertThat(ended.bytesSent()).isEqualTo(12);
      assertThat(gateway.report().activeByTarget()).isEmpty();
      assertThat(gateway.plane().connections()).isZero();
    }
  }

  @Test
  void targetsHalfEndsAlone() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.send("all");
              connection.socket().shutdownOutput();
              connection.readToEnd();
            });
        TestGateway gateway = new TestGateway().streams().targets(target).apply();
        RawClient client = gateway.client()) {
      assertThat(client.rest()).isEqualTo("all");
      client.send("still").send(" there");
      await().until(() -> target.received().equals("still there"));
      assertThat(gateway.summaries()).isEmpty();
      client.socket().shutdownOutput();
      assertThat(ended(gateway).reason()).isEqualTo(Reason.NONE);
    }
  }

  @Test
  void muchPassesUnchangedBothWaysAtOnceWithASlowReader() throws Exception {
    byte[] data = new byte[MANY];
    new Random(7).nextBytes(data);
    AtomicReference<byte[]> got = new AtomicReference<>();
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              CompletableFuture<Void> sending =
                  CompletableFuture.runAsync(() -> sendAll(connection, data));
              got.set(connection.in().readNBytes(MANY));
              sending.join();
            });
        TestGateway gateway = new TestGateway().streams().targets(target).apply();
        RawClient client = new RawClient(gateway.port(), 8192)) {
      // Nothing is read before all is sent: what the target sends has to wait meanwhile.
      client.send(data);
      assertThat(Arrays.equals(client.in().readNBytes(MANY), data)).isTrue();
      assertThat(Arrays.equals(got.get(), data)).isTrue();
      client.socket().shutdownOutput();
      assertThat(ended(gateway).bytesSent()).isEqualTo(MANY);
    }
  }

  private static void sendAll(RecordingTarget.Connection connection, byte[] data) {
    try {
      connection.out().write(data);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void targetThatRefusesIsPassedOver() throws Exception {
    int closed;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = probe.getLocalPort();
    }
    try (RecordingTarget target = echo();
        TestGateway gateway = new TestGateway().streams().ports(closed, target.port()).apply()) {
      for (int i = 0; i < 4; i++) {
        try (RawClient client = gateway.client()) {
          assertThat(client.send("ping").in().readNBytes(4)).isEqualTo("ping".getBytes());
        }
      }
      await().until(() -> gateway.summaries().size() == 4);
      assertThat(gateway.summaries()).anyMatch(summary -> summary.attempts() == 2);
    }
  }

  @Test
  void clientIsResetWhenThereIsNoTarget() throws Exception {
    try (TestGateway gateway = new TestGateway().streams().apply();
        RawClient client = gateway.client()) {
      assertThatThrownBy(() -> client.in().read()).isInstanceOf(SocketException.class);
      assertThat(ended(gateway).reason()).isEqualTo(Reason.NO_TARGET);
    }
  }

  @Test
  void resetIsPassedOnAsAResetEachWay() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              if (connection.read(1).equals("r")) {
                connection.reset();
              }
              connection.readToEnd();
            });
        TestGateway gateway = new TestGateway().streams().targets(target).apply()) {
      try (RawClient client = gateway.client()) {
        client.send("r");
        assertThatThrownBy(() -> client.in().read()).isInstanceOf(SocketException.class);
      }
      await().until(() -> gateway.summaries().size() == 1);
      assertThat(gateway.summaries().getFirst().reason()).isEqualTo(Reason.UPSTREAM_RESET);
      try (RawClient client = gateway.client()) {
        client.send("x");
        await().until(() -> target.received().endsWith("x"));
        client.socket().setSoLinger(true, 0);
      }
      await().until(() -> gateway.summaries().size() == 2);
      assertThat(gateway.summaries().getLast().reason()).isEqualTo(Reason.CLIENT_CLOSED);
      await().until(() -> target.connections().getLast().ended());
    }
  }

  @Test
  void idleConnectionIsClosed() throws Exception {
    try (RecordingTarget target = echo();
        TestGateway gateway =
            new TestGateway()
                .streams()
                .targets(target)
                .listener(l -> new ListenerSettings(1, 10, 1024, 0))
                .apply();
        RawClient client = gateway.client()) {
      assertThat(client.send("a").in().read()).isEqualTo('a');
      assertThatThrownBy(() -> client.in().read()).isInstanceOf(SocketException.class);
      assertThat(ended(gateway).reason()).isEqualTo(Reason.IDLE_TIMEOUT);
    }
  }

  @Test
  void connectionGoesOnThroughChangesUntilItsTargetIsRemoved() throws Exception {
    try (RecordingTarget first = echo();
        RecordingTarget second = echo();
        TestGateway gateway = new TestGateway().streams().targets(first).apply();
        RawClient client = gateway.client()) {
      assertThat(client.send("a").in().read()).isEqualTo('a');
      gateway.targets(first, second).apply();
      assertThat(client.send("b").in().read()).isEqualTo('b');
      gateway.targets(second).apply();
      assertThatThrownBy(() -> client.in().read()).isInstanceOf(SocketException.class);
      assertThat(ended(gateway).reason()).isEqualTo(Reason.TARGET_REMOVED);
      try (RawClient next = gateway.client()) {
        assertThat(next.send("c").in().read()).isEqualTo('c');
      }
      assertThat(second.received()).isEqualTo("c");
    }
  }

  @Test
  void removedListenerLetsItsConnectionsGoOnForItsTimeToDrain() throws Exception {
    try (RecordingTarget target = echo();
        TestGateway gateway = new TestGateway().streams().targets(target).apply();
        RawClient client = gateway.client()) {
      assertThat(client.send("a").in().read()).isEqualTo('a');
      gateway.removeListener();
      assertThat(client.send("b").in().read()).isEqualTo('b');
      assertThatThrownBy(() -> client.in().read()).isInstanceOf(SocketException.class);
      assertThat(ended(gateway).reason()).isEqualTo(Reason.LISTENER_CLOSED);
    }
  }

  @Test
  void stoppingGatewayLetsConnectionsGoOnForItsTimeToDrainAndThenResetsThem() throws Exception {
    try (RecordingTarget target = echo();
        TestGateway gateway = new TestGateway().streams().targets(target).apply();
        RawClient client = gateway.client();
        RawClient leaving = gateway.client()) {
      assertThat(client.send("a").in().read()).isEqualTo('a');
      assertThat(leaving.send("a").in().read()).isEqualTo('a');
      var drained = gateway.plane().drain();
      await()
          .untilAsserted(() -> assertThatThrownBy(gateway::client).isInstanceOf(IOException.class));
      assertThat(client.send("b").in().read()).isEqualTo('b');
      leaving.socket().shutdownOutput();
      assertThat(leaving.rest()).isEmpty();
      assertThat(drained.isComplete()).isFalse();

      assertThatThrownBy(() -> client.in().read()).isInstanceOf(SocketException.class);
      await().until(drained::isComplete);
      await().until(() -> gateway.summaries().size() == 2);
      assertThat(gateway.summaries())
          .extracting(RequestSummary::reason)
          .containsExactly(Reason.NONE, Reason.LISTENER_CLOSED);
    }
  }

  @Test
  void connectionsAreSpreadOverTheTargets() throws Exception {
    try (RecordingTarget first = echo();
        RecordingTarget second = echo();
        TestGateway gateway = new TestGateway().streams().targets(first, second).apply()) {
      for (int i = 0; i < 20; i++) {
        try (RawClient client = gateway.client()) {
          assertThat(client.send("x").in().read()).isEqualTo('x');
        }
      }
      assertThat(first.connections().size()).isBetween(9, 11);
    }
  }

  @Test
  void tlsEndsAtTheGatewayAndAnyProtocolMayBeOfferedWithin() throws Exception {
    TestCertificates authority = TestCertificates.authority("test authority");
    Certificate certificate = authority.server("EC", "a.test");
    try (RecordingTarget target = echo();
        TestGateway gateway = new TestGateway().streams().targets(target).tls(certificate).apply();
        RawClient client =
            new TlsClient(authority)
                .protocols("postgresql")
                .connect(gateway.port(), "a.test")
                .client()) {
      assertThat(client.send("secret").in().readNBytes(6)).isEqualTo("secret".getBytes());
      client.close();
      RequestSummary ended = ended(gateway);
      assertThat(ended.version()).isEqualTo("TLS");
      assertThat(ended.reason()).isEqualTo(Reason.NONE);
    }
  }

  private static RecordingTarget echo() throws IOException {
    return new RecordingTarget(connection -> {
      for (String c = connection.read(1); ; c = connection.read(1)) {
        connection.send(c);
      }
    });
  }

  private static RequestSummary ended(TestGateway gateway) {
    await().atMost(15, TimeUnit.SECONDS).until(() -> gateway.summaries().size() == 1);
    return gateway.summaries().getFirst();
  }
}
