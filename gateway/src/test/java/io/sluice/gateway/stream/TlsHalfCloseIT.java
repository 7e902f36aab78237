package io.sluice.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.TargetTls;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.table.TargetCertificates;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TlsClient;
import io.sluice.gateway.testkit.TlsSockets;
import io.sluice.gateway.tls.TlsEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A side that ends TLS in order ends its own half, where TLS and the library can have it so. */
class TlsHalfCloseIT {
  private static final TestCertificates AUTHORITY = TestCertificates.authority("authority");

  @Test
  void clientThatEndsItsHalfOfTlsStillGetsTheAnswer() throws Exception {
    try (RecordingTarget target = answeringAtTheEnd();
        TestGateway gateway = ending(TlsEngine.JDK, target);
        TlsClient.Connection client = new TlsClient(AUTHORITY).connect(gateway.port(), "a.test")) {
      client.client().send("question");
      client.socket().shutdownOutput();

      assertThat(client.client().rest()).isEqualTo("answer to question");
      assertThat(ended(gateway)).isEqualTo(Reason.NONE);
    }
  }

  @Test
  void targetThatEndsItsHalfOfTlsStillGetsWhatTheClientSays() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(
                TlsSockets.listen(AUTHORITY.issue("EC", "127.0.0.1"), null),
                connection -> {
                  connection.send("all");
                  connection.socket().shutdownOutput();
                  connection.readToEnd();
                });
        TestGateway gateway =
            new TestGateway(TlsEngine.JDK)
                .streams()
                .targetProtocol(Protocol.TLS, UpstreamHttp.HTTP_1_1)
                .targetTls(
                    new TargetTls(true, AUTHORITY.asModel().id(), null, null),
                    new TargetCertificates(AUTHORITY.asModel(), null, true))
                .ports(target.port())
                .apply();
        RawClient client = gateway.client()) {
      assertThat(client.rest()).isEqualTo("all");
      client.send("still").send(" there");
      await().until(() -> target.received().equals("still there"));
      assertThat(gateway.summaries()).isEmpty();
      client.socket().shutdownOutput();
      assertThat(ended(gateway)).isEqualTo(Reason.NONE);
    }
  }

  /** TLS 1.2 has no half that ends alone, and BoringSSL under Netty none in any version. */
  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void whereHalvesCannotEndAloneTheClientsEndIsThatOfTheConnection(TlsEngine engine)
      throws Exception {
    try (RecordingTarget target = answeringAtTheEnd();
        TestGateway gateway = ending(engine, target);
        TlsClient.Connection client =
            new TlsClient(AUTHORITY).versions("TLSv1.2").connect(gateway.port(), "a.test")) {
      client.client().send("question");
      await().until(() -> target.received().equals("question"));
      client.socket().close();

      await().until(() -> target.connections().getFirst().ended());
      assertThat(ended(gateway)).isEqualTo(Reason.NONE);
      assertThat(gateway.plane().connections()).isZero();
    }
  }

  private static RecordingTarget answeringAtTheEnd() throws Exception {
    return new RecordingTarget(connection -> {
      connection.readToEnd();
      connection.send("answer to " + connection.received());
    });
  }

  private static TestGateway ending(TlsEngine engine, RecordingTarget target) {
    return new TestGateway(engine)
        .streams()
        .targets(target)
        .tls(AUTHORITY.server("EC", "a.test"))
        .apply();
  }

  private static Reason ended(TestGateway gateway) {
    await().until(() -> gateway.summaries().size() == 1);
    return gateway.summaries().getFirst().reason();
  }
}
