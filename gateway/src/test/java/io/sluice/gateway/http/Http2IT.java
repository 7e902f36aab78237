package io.sluice.gateway.http;

import static io.sluice.gateway.testkit.Frames.data;
import static io.sluice.gateway.testkit.Frames.headers;
import static io.sluice.gateway.testkit.Frames.join;
import static io.sluice.gateway.testkit.Frames.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testkit.Frames;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawHttp2Client;
import io.sluice.gateway.testkit.RawHttp2Client.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an HTTP/2 client gets from a target of HTTP/1.1, and what that target gets. */
class Http2IT {
  @Test
  void requestIsTranslatedAndAnswered() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("hello");
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      String[] fields = request("GET", "/x?y=1", "cookie", "a=1", "x-one", "1", "cookie", "b=2");
      Answer answer = client.send(headers(1, true, fields)).answer(1);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("hello");
      assertThat(answer.field("content-length")).isEqualTo("5");
      assertThat(answer.field("via")).isEqualTo("1.1 test");
      assertThat(answer.ended()).isTrue();
      assertThat(target.received())
          .startsWith("GET /x?y=1 HTTP/1.1\r\n")
          .contains("host: a\r\n", "cookie: a=1; b=2\r\n", "x-one: 1\r\n", "Via: 2.0 test\r\n")
          .contains("X-Forwarded-For: 127.0.0.1\r\n", "X-Forwarded-Proto: http\r\n")
          .doesNotContain("transfer-encoding", "content-length");
      await().until(() -> gateway.summaries().size() == 1);
      assertThat(gateway.summaries().getFirst().version()).isEqualTo("HTTP/2.0");
    }
  }

  @Test
  void connectionIsReadTheSameWhereverItIsCut() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("hello");
        TestGateway gateway = TestGateway.to(target)) {
      byte[] all =
          join(
              RawHttp2Client.PREFACE,
              Frames.settings(),
              headers(1, false, request("POST", "/1", "content-length", "3")),
              data(1, true, "abc"),
              headers(3, false, request("POST", "/3")),
              Frames.frame(Frames.DATA, Frames.PADDED, 3, (byte) 2, (byte) 'd', (byte) 0, (byte) 0),
              headers(3, true, "x-trailer", "t"));
      for (int cut = 1; cut < all.length; cut++) {
        try (RawHttp2Client client = new RawHttp2Client(gateway.port())) {
          client.send(java.util.Arrays.copyOf(all, cut));
          client.send(java.util.Arrays.copyOfRange(all, cut, all.length));
          assertThat(client.answer(1).status()).as("cut at %d", cut).isEqualTo(200);
        }
      }
      try (RawHttp2Client client = new RawHttp2Client(gateway.port())) {
        client.sendOneByOne(all);
        int before = target.requests();
        assertThat(client.answer(3).status()).isEqualTo(200);
        assertThat(target.received())
            .contains("content-length: 3\r\n")
            .contains("\r\n\r\nabc")
            .contains("1\r\nd\r\n")
            .contains("0\r\nx-trailer: t\r\n\r\n");
        assertThat(before).isPositive();
      }
    }
  }

  @Test
  void http1IsStillSpokenOnTheSamePort() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("hello");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      client.send("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("hello");
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(505);
    }
  }

  @Test
  void eventsOfAnEventStreamArriveAsTheyAreSent() throws Exception {
    CompletableFuture<Void> seen = new CompletableFuture<>();
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.request();
              connection.send(
                  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                      + "Transfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
              seen.join();
              connection.send("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
            });
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      RawHttp2Client.Frame first = client.get(1, "/events").next(Frames.DATA);
      assertThat(new String(first.payload(), ISO_8859_1)).isEqualTo("data: 1\n\n");
      assertThat(first.has(Frames.END_STREAM)).isFalse();

      seen.complete(null);
      RawHttp2Client.Frame second = client.next(Frames.DATA);
      assertThat(new String(second.payload(), ISO_8859_1)).isEqualTo("data: 2\n\n");
    }
  }

  @Test
  void manyStreamsAreAnsweredSideBySide() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("x".repeat(3000));
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      for (int id = 1; id < 200; id += 2) {
        client.get(id, "/" + id);
      }
      int ended = 0;
      while (ended < 100) {
        RawHttp2Client.Frame frame = client.next();
        boolean end = frame.type() <= Frames.HEADERS && frame.has(Frames.END_STREAM);
        ended += end ? 1 : 0;
        if (frame.type() == Frames.DATA && frame.payload().length > 0) {
          client.send(Frames.windowUpdate(0, frame.payload().length));
        }
      }
      await().until(() -> gateway.summaries().size() == 100);
      assertThat(gateway.summaries()).allMatch(summary -> summary.status() == 200);
    }
  }
}
