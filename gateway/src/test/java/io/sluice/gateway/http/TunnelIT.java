package io.sluice.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Upgrades, WebSocket above all. */
class TunnelIT {
  private static final String UPGRADE =
      "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

  /** The client's Close frame, masked with zeros. */
  private static final String GOODBYE = "\u0088\u0082\0\0\0\0\u0003\u00e9";

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

  @Test
  void aWebSocketIsEndedInOrderBetweenTwoFramesWhenItsTargetHasLeft() throws Exception {
    Semaphore goOn = new Semaphore(0);
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send(SWITCHING + "\u0081\u0005hel");
              goOn.acquireUninterruptibly();
              connection.send("lo\u0081\u0004more");
              // The client's Close frame comes as any other, and then the target ends.
              connection.read(GOODBYE.length());
            });
        RecordingTarget other = RecordingTarget.answering("other");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      assertThat(client.send(UPGRADE).answer().status()).isEqualTo(101);
      assertThat(latin1(client, 5)).isEqualTo("\u0081\u0005hel");

      gateway.targets(other).apply();
      goOn.release();

      assertThat(latin1(client, 6)).isEqualTo("lo\u0088\u0002\u0003\u00e9");
      client.send(GOODBYE);
      assertThat(client.rest()).isEmpty();
      assertThat(target.received()).endsWith(GOODBYE);
      await().until(() -> gateway.summaries().size() == 1);
      assertThat(gateway.summaries().getFirst().reason()).isEqualTo(Reason.TARGET_REMOVED);
      assertThat(gateway.report().activeByTarget()).isEmpty();
    }
  }

  @Test
  void aWebSocketWhoseTargetHasLeftAndSaysNothingMoreIsEndedToo() throws Exception {
    Semaphore never = new Semaphore(0);
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send(SWITCHING);
              never.acquireUninterruptibly();
            });
        RecordingTarget other = RecordingTarget.answering("other");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      assertThat(client.send(UPGRADE).answer().status()).isEqualTo(101);

      gateway.targets(other).apply();

      assertThat(client.rest()).isEqualTo("\u0088\u0002\u0003\u00e9");
      await().until(() -> gateway.summaries().size() == 1);
      never.release();
    }
  }

  @Test
  void anotherProtocolIsCutWhenItsTargetHasLeft() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send(SWITCHING.replace("websocket", "telnet"));
              connection.readToEnd();
            });
        RecordingTarget other = RecordingTarget.answering("other");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      assertThat(client.send(UPGRADE.replace("websocket", "telnet")).answer().status())
          .isEqualTo(101);

      gateway.targets(other).apply();

      assertThat(client.ended()).isTrue();
      await().until(() -> target.connections().getFirst().ended());
    }
  }

  private static String latin1(RawClient client, int bytes) throws IOException {
    return new String(client.in().readNBytes(bytes), ISO_8859_1);
  }
}
