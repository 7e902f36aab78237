package io.sluice.gateway.http;

import static io.sluice.gateway.testkit.Frames.data;
import static io.sluice.gateway.testkit.Frames.headers;
import static io.sluice.gateway.testkit.Frames.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testkit.RawHttp2Client;
import io.sluice.gateway.testkit.RawHttp2Client.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.RecordingTarget.Connection;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** WebSocket over HTTP/2 (RFC 8441) to a target of HTTP/1.1. */
class Http2TunnelIT {
  private static final byte[] CONNECT =
      headers(
          1,
          false,
          ":method",
          "CONNECT",
          ":protocol",
          "websocket",
          ":scheme",
          "http",
          ":path",
          "/chat",
          ":authority",
          "a",
          "sec-websocket-version",
          "13",
          "sec-websocket-protocol",
          "p");

  @Test
  void bytesPassBothWaysAndEachHalfEndsAlone() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              accept(connection, connection.head(), "");
              connection.send("first");
              connection.readToEnd();
              connection.send("last");
            });
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      client.send(join(CONNECT, data(1, false, "early"), data(1, true, "\0\1")));

      Answer answer = client.answer(1);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.field("sec-websocket-protocol")).isEqualTo("p");
      assertThat(answer.fields()).doesNotContainKeys("sec-websocket-accept", "upgrade");
      assertThat(answer.body()).isEqualTo("firstlast");
      assertThat(answer.ended()).isTrue();
      assertThat(target.received())
          .startsWith("GET /chat HTTP/1.1\r\n")
          .contains("upgrade: websocket\r\n", "connection: upgrade\r\n")
          .contains("sec-websocket-version: 13\r\n", "sec-websocket-key: ")
          .endsWith("\r\n\r\nearly\0\1");
      await().until(() -> gateway.summaries().size() == 1);
      assertThat(gateway.summaries().getFirst().status()).isEqualTo(101);
      assertThat(gateway.report().activeByTarget()).isEmpty();
    }
  }

  @Test
  void targetThatDoesNotProveItsConsentIs502() throws Exception {
    for (String wrong : new String[] {"x", "none", "200"}) {
      try (RecordingTarget target =
              new RecordingTarget(connection -> {
                String head = connection.head();
                if (wrong.equals("200")) {
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                } else {
                  accept(connection, head, wrong);
                }
                connection.readToEnd();
              });
          TestGateway gateway = TestGateway.to(target);
          RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
        assertThat(client.send(CONNECT).answer(1).status()).as(wrong).isEqualTo(502);
      }
    }
  }

  @Test
  void targetThatRefusesIsHeard() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
              connection.readToEnd();
            });
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      Answer answer = client.send(CONNECT).answer(1);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).isEqualTo("no");
    }
  }

  @Test
  void targetThatDiesResetsTheStream() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              accept(connection, connection.head(), "");
              connection.read(1);
              connection.reset();
            });
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      client.send(join(CONNECT, data(1, false, "x")));
      Answer answer = client.answer(1);
      assertThat(answer.ended()).isFalse();
      assertThat(answer.reset()).isEqualTo(10);
      await().until(() -> gateway.summaries().size() == 1);
    }
  }

  @Test
  void aTargetThatHasLeftIsToldByACloseFrameAndTheStreamEndsInOrder() throws Exception {
    String goodbye = "\u0088\u0082\0\0\0\0\u0003\u00e9";
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              accept(connection, connection.head(), "");
              connection.send("\u0081\u0002hi");
              connection.read(goodbye.length());
            });
        RecordingTarget other = RecordingTarget.answering("other");
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      client.send(CONNECT).next(io.sluice.gateway.testkit.Frames.HEADERS);
      client.next(io.sluice.gateway.testkit.Frames.DATA);

      gateway.targets(other).apply();

      assertThat(client.next(io.sluice.gateway.testkit.Frames.DATA).payload())
          .isEqualTo(new byte[] {(byte) 0x88, 2, 3, (byte) 0xE9});
      client.send(data(1, true, goodbye));
      Answer rest = client.answer(1);
      assertThat(rest.ended()).isTrue();
      assertThat(target.received()).endsWith(goodbye);
    }
  }

  @Test
  void clientThatResetsEndsTheTargetsConnection() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              accept(connection, connection.head(), "");
              connection.readToEnd();
            });
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      client.send(CONNECT).next(io.sluice.gateway.testkit.Frames.HEADERS);
      client.send(io.sluice.gateway.testkit.Frames.reset(1, 8));
      await().until(() -> target.connections().getFirst().ended());
      await().until(() -> gateway.summaries().size() == 1);
    }
  }

  /** Answers 101; {@code wrong} is an answer to the key that is not right, or none at all. */
  private static void accept(Connection connection, String head, String wrong) throws IOException {
    int from = head.indexOf("sec-websocket-key: ") + 19;
    String key = head.substring(from, head.indexOf('\r', from));
    String answer = wrong.isEmpty() ? answerTo(key) : wrong;
    connection.send(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + (wrong.equals("none") ? "" : "Sec-WebSocket-Accept: " + answer + "\r\n")
            + "Sec-WebSocket-Protocol: p\r\n\r\n");
  }

  private static String answerTo(String key) throws IOException {
    try {
      String text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }
}
