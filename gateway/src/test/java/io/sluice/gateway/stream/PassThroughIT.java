package io.sluice.gateway.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.proxyprotocol.ProxyHeader;
import io.sluice.gateway.proxyprotocol.ProxyParser;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TestSettings.ListenerSettings;
import io.sluice.gateway.testkit.TlsClient;
import io.sluice.gateway.testkit.TlsSockets;
import io.sluice.gateway.tls.Hellos;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A TLS listener without certificates: the target ends TLS, and the name in clear chooses it. */
class PassThroughIT {
  private static final TestCertificates AUTHORITY = TestCertificates.authority("test authority");

  @Test
  void theNameThatIsAskedForChoosesTheService() throws Exception {
    try (RecordingTarget exact = secured("a.test");
        RecordingTarget suffix = secured("x.b.test");
        RecordingTarget prefix = secured("www.c.test");
        RecordingTarget other = secured("127.0.0.1");
        TestGateway gateway =
            new TestGateway()
                .passThrough()
                .targets(other)
                .rule("a.test", exact.port())
                .rule("*.b.test", suffix.port())
                .rule("www.c.*", prefix.port())
                .apply()) {
      for (String name : new String[] {"a.test", "x.b.test", "www.c.test", null}) {
        try (TlsClient.Connection client = new TlsClient(AUTHORITY).connect(gateway.port(), name)) {
          client.client().send("ping");
          assertThat(client.client().in().readNBytes(4)).isEqualTo("ping".getBytes(ISO_8859_1));
          assertThat(client.certificateName()).isEqualTo(name == null ? "127.0.0.1" : name);
        }
      }
      await().until(() -> gateway.summaries().size() == 4);
      assertThat(gateway.summaries())
          .allMatch(summary -> summary.version().equals("TLS"))
          .extracting("host")
          .containsExactlyInAnyOrder("a.test", "x.b.test", "www.c.test", null);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10_000})
  void everyByteIsPassedOnAsItIsHoweverItIsCut(int recordSize) throws Exception {
    byte[] hello = Hellos.spread(Hellos.tls13("a.test"), recordSize);
    byte[] more = "\u0014\u0003\u0003\u0000\u0001\u0001 and what follows".getBytes(ISO_8859_1);
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.send("\u0016\u0003");
              connection.readToEnd();
              connection.send("end");
            });
        TestGateway gateway =
            new TestGateway().passThrough().rule("a.test", target.port()).apply();
        RawClient client = gateway.client()) {
      for (byte single : hello) {
        client.send(new byte[] {single});
      }
      client.send(more);
      client.socket().shutdownOutput();
      assertThat(client.rest()).isEqualTo("\u0016\u0003end");
      assertThat(target.received())
          .isEqualTo(new String(hello, ISO_8859_1) + new String(more, ISO_8859_1));
      await().until(() -> gateway.summaries().size() == 1);
      assertThat(gateway.summaries().getFirst().reason()).isEqualTo(Reason.NONE);
      assertThat(gateway.plane().connections()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1\r\nHost: a.test\r\n\r\n', PLAINTEXT",
    "'\u0000\u0000\u0000\u0008\u0004\u00d2\u0016\u002f', MALFORMED_HELLO",
    "'\u0016\u0003\u0001\u0000\u0004\u0002\u0000\u0000\u0000', MALFORMED_HELLO",
    "'\u0016\u0003\u0001\u0000\u0008\u0001\u0000\u0000\u0004abcd', MALFORMED_HELLO",
    "'\u0016\u0003\u0001\u0040\u0000\u0001\u0000\u0050\u0000', HELLO_TOO_LARGE"
  })
  void whatIsNoClientHelloIsClosedAndCounted(String bytes, String reason) throws Exception {
    try (RecordingTarget target = new RecordingTarget(RecordingTarget.Connection::readToEnd);
        TestGateway gateway = new TestGateway().passThrough().targets(target).apply();
        RawClient client = gateway.client()) {
      client.send(bytes);
      assertThat(client.ended()).isTrue();
      await().until(() -> gateway.handshakes().equals(List.of(reason)));
      await().until(() -> gateway.plane().connections() == 0);
      assertThat(target.connections()).isEmpty();
    }
  }

  @Test
  void halfAHelloIsClosedWhenItsTimeIsOver() throws Exception {
    byte[] hello = Hellos.tls13("a.test");
    try (TestGateway gateway =
            new TestGateway()
                .passThrough()
                .listener(l -> new ListenerSettings(30, 1, 1024, 0))
                .apply();
        RawClient client = gateway.client();
        RawClient leaving = gateway.client()) {
      client.send(Arrays.copyOf(hello, hello.length / 2));
      leaving.send(Arrays.copyOf(hello, 3)).close();
      assertThat(client.ended()).isTrue();
      await().until(() -> gateway.handshakes().equals(List.of("CLIENT_CLOSED", "TIMEOUT")));
    }
  }

  @Test
  void clientIsResetWhenThereIsNoTargetForItsName() throws Exception {
    try (TestGateway gateway = new TestGateway().passThrough().apply();
        RawClient client = gateway.client()) {
      client.send(Hellos.tls13("a.test"));
      assertThat(client.rest()).isEqualTo("<reset>");
      await().until(() -> gateway.summaries().size() == 1);
      assertThat(gateway.summaries().getFirst().reason()).isEqualTo(Reason.NO_TARGET);
    }
  }

  @Test
  void targetIsToldOfTheClientAndItsNameBeforeTheHello() throws Exception {
    byte[] hello = Hellos.tls13("a.test");
    try (RecordingTarget target = new RecordingTarget(RecordingTarget.Connection::readToEnd);
        TestGateway gateway =
            new TestGateway().passThrough().targetProxy(ProxyProtocol.V2).targets(target).apply();
        RawClient client = gateway.client()) {
      client.send(hello);
      await().until(() -> target.received().endsWith(new String(hello, ISO_8859_1)));
      ProxyHeader header =
          ProxyParser.parse(Unpooled.wrappedBuffer(target.received().getBytes(ISO_8859_1)));
      assertThat(header.source().getPort()).isEqualTo(client.socket().getLocalPort());
      assertThat(header.tlvs().authority()).isEqualTo("a.test");
      assertThat(header.tlvs().ssl()).isNull();
      assertThat(header.length()).isEqualTo(target.received().length() - hello.length);
    }
  }

  private static RecordingTarget secured(String name) throws IOException {
    return new RecordingTarget(
        TlsSockets.listen(AUTHORITY.issue("EC", name), null),
        connection -> {
          connection.send(connection.read(4));
          connection.readToEnd();
        });
  }
}
