package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import org.junit.jupiter.api.Test;

/** Upgrades, WebSocket above all. */
class TunnelIT {
  private static final String UPGRADE =
      "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

  @Test
  void bytesPassBothWaysAfterAnUpgradeAndEachHalfEndsAlone() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send(SWITCHING + "first");
              connection.readToEnd();
              connection.send("last");
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      Answer answer = client.send(UPGRADE + "early").answer();
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.field("upgrade")).isEqualTo("websocket");
      assertThat(answer.field("connection")).isEqualToIgnoringCase("upgrade");
      assertThat(new String(client.in().readNBytes(5))).isEqualTo("first");
      client.send("\0\1\r\n");
      client.socket().shutdownOutput();

      assertThat(client.rest()).isEqualTo("last");
      assertThat(target.received())
          .contains("connection: upgrade\r\n", "upgrade: websocket\r\n")
          .endsWith("\r\n\r\nearly\0\1\r\n");
      await().until(() -> gateway.summaries().size() == 1);
      assertThat(gateway.summaries().getFirst().status()).isEqualTo(101);
      assertThat(gateway.report().activeByTarget()).isEmpty();
    }
  }

  @Test
  void refusedUpgradeIsAnOrdinaryAnswer() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("plain");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      assertThat(client.send(UPGRADE).answer().body()).isEqualTo("plain");
      assertThat(client.send(UPGRADE).answer().body()).isEqualTo("plain");
    }
  }

  @Test
  void switchThatNobodyAskedForIs502() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send(SWITCHING);
              connection.readToEnd();
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().status()).isEqualTo(502);
    }
  }

  @Test
  void targetThatDiesEndsTheTunnel() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send(SWITCHING);
              connection.read(1);
              connection.reset();
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      assertThat(client.send(UPGRADE).answer().status()).isEqualTo(101);
      client.send("x");
      assertThat(client.ended()).isTrue();
      await().until(() -> gateway.summaries().size() == 1);
    }
  }
}
