package io.sluice.gateway.http;

import static io.sluice.gateway.testkit.Frames.data;
import static io.sluice.gateway.testkit.Frames.headers;
import static io.sluice.gateway.testkit.Frames.join;
import static io.sluice.gateway.testkit.Frames.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.testkit.Frames;
import io.sluice.gateway.testkit.RawHttp2Client;
import io.sluice.gateway.testkit.RawHttp2Client.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What each side sees when the other fails, leaves, or is told to. */
class Http2FailuresIT {
  private static final int INTERNAL_ERROR = 2;
  private static final int NO_ERROR = 0;

  @Test
  void answerThatIsCutNeverLooksComplete() throws Exception {
    String[] starts = {
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzzz\r\n",
    };
    for (String start : starts) {
      try (RecordingTarget target =
              new RecordingTarget(connection -> {
                connection.request();
                connection.send(start);
              });
          TestGateway gateway = TestGateway.to(target);
          RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
        Answer answer = client.get(1, "/x").answer(1);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.ended()).isFalse();
        assertThat(answer.reset()).isEqualTo(INTERNAL_ERROR);
      }
    }
  }

  @Test
  void targetThatAnswersNothingIsA502OnItsStreamAlone() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              if (!connection.request().contains("/bad")) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              }
            });
        TestGateway gateway = TestGateway.to(target).service(s -> s).apply();
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      Answer bad = client.send(headers(1, true, request("POST", "/bad"))).answer(1);
      assertThat(bad.status()).isEqualTo(502);
      assertThat(bad.field("sluice-reason")).isEqualTo("upstream_reset");
      assertThat(client.get(3, "/good").answer(3).status()).isEqualTo(200);
    }
  }

  @Test
  void resetByTheClientEndsTheTargetsWorkAndIsNoFailureOfIt() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.readToEnd();
            });
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      client.get(1, "/x");
      await().until(() -> target.requests() == 1);
      client.send(Frames.reset(1, 8));

      await().until(() -> target.connections().getFirst().ended());
      await().until(() -> gateway.summaries().size() == 1);
      assertThat(gateway.summaries().getFirst().reason()).isEqualTo(Reason.CLIENT_CLOSED);
      assertThat(gateway.report().activeByTarget()).isEmpty();
      assertThat(client.get(3, "/y").send(Frames.reset(3, 8)).seen()).isNotNull();
    }
  }

  @Test
  void lostConnectionEndsTheWorkOfAllItsStreams() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.readToEnd();
            });
        TestGateway gateway = TestGateway.to(target)) {
      try (RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
        client.get(1, "/1").get(3, "/3").get(5, "/5");
        await().until(() -> target.requests() == 3);
      }
      await().until(() -> gateway.summaries().size() == 3);
      assertThat(gateway.summaries()).allMatch(s -> s.reason() == Reason.CLIENT_CLOSED);
      await().until(() -> target.connections().stream().allMatch(c -> c.ended()));
    }
  }

  @Test
  void answerBeforeTheBodysEndIsCompleteAndTheRestIsNotWanted() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
              connection.readToEnd();
            });
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      client.send(join(headers(1, false, request("POST", "/x")), data(1, false, "abc")));
      Answer answer = client.answer(1);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).isEqualTo("no");
      assertThat(answer.ended()).isTrue();
      assertThat(client.next(Frames.RST_STREAM).intAt(0)).isEqualTo(NO_ERROR);
      // What was on the way is ignored, trailers too.
      client.send(join(data(1, false, "def"), headers(1, true, "x", "1")));
      client.send(Frames.frame(Frames.PING, 0, 0, new byte[8]));
      assertThat(client.next(Frames.PING).has(Frames.ACK)).isTrue();
    }
  }

  @Test
  void bodyAboveTheLimitIs413() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            TestGateway.to(target)
                .listener(l -> new TestGateway.ListenerSettings(30, 10, 16 * 1024, 5))
                .apply();
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      client.send(headers(1, false, request("POST", "/x", "content-length", "6")));
      assertThat(client.answer(1).status()).isEqualTo(413);
      client.send(join(headers(3, false, request("POST", "/x")), data(3, false, "abcdef")));
      assertThat(client.answer(3).status()).isEqualTo(413);
      assertThat(target.requests()).isZero();
    }
  }

  @Test
  void interimAnswersExpectationsAndTrailersPass() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
              connection.send("HTTP/1.1 100 Continue\r\n\r\n");
              connection.read(5);
              connection.send(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n"
                      + "2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n");
              connection.readToEnd();
            });
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      client.send(
          headers(
              1, false, request("POST", "/x", "expect", "100-continue", "content-length", "5")));
      assertThat(client.next(Frames.HEADERS).has(Frames.END_STREAM)).isFalse();
      client.send(data(1, true, "hello"));

      Answer answer = client.answer(1);
      assertThat(answer.interim()).containsExactly(100);
      assertThat(answer.body()).isEqualTo("ok");
      assertThat(answer.trailers()).containsEntry("x-sum", "7");
      assertThat(answer.fields()).doesNotContainKeys("transfer-encoding", "connection");
    }
  }

  @Test
  void answersWithoutABodyEndWithTheirHead() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              for (String head = connection.head(); head != null; head = connection.head()) {
                String status =
                    head.contains("/204") ? "204 x" : head.contains("/304") ? "304 x" : "200 x";
                connection.send("HTTP/1.1 " + status + "\r\nContent-Length: 9\r\n\r\n");
              }
            });
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      Answer head = client.send(headers(1, true, request("HEAD", "/x"))).answer(1);
      assertThat(head.field("content-length")).isEqualTo("9");
      assertThat(head.ended()).isTrue();
      assertThat(client.get(3, "/304").answer(3).status()).isEqualTo(304);
      Answer empty = client.get(5, "/204").answer(5);
      assertThat(empty.status()).isEqualTo(204);
      assertThat(empty.field("content-length")).isNull();
    }
  }

  @Test
  void listenerThatDrainsLetsStreamsEnd() throws Exception {
    CountDownLatch drained = new CountDownLatch(1);
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.request();
              try {
                drained.await();
              } catch (InterruptedException e) {
                throw new java.io.IOException(e);
              }
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              connection.readToEnd();
            });
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      client.get(1, "/x");
      await().until(() -> target.requests() == 1);
      gateway.removeListener();

      assertThat(client.next(Frames.GOAWAY).intAt(0)).isEqualTo(Integer.MAX_VALUE);
      RawHttp2Client.Frame ping = client.next(Frames.PING);
      client.send(Frames.frame(Frames.PING, Frames.ACK, 0, ping.payload()));
      assertThat(client.next(Frames.GOAWAY).intAt(0)).isEqualTo(1);
      drained.countDown();
      Answer answer = client.answer(1);
      assertThat(answer.body()).isEqualTo("ok");
      assertThat(answer.ended()).isTrue();
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void bodyIsTakenAsTheTargetTakesItAndNotAhead() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new java.io.IOException(e);
              }
              connection.in().skipNBytes(8_000_000);
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            });
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      client.send(headers(1, false, request("PUT", "/x", "content-length", "8000000")));
      String chunk = "x".repeat(16_000);
      int window = 65_535;
      int sent = 0;
      boolean released = false;
      client.socket().setSoTimeout(500);
      while (sent < 8_000_000) {
        if (window >= 16_000) {
          sent += 16_000;
          window -= 16_000;
          client.send(data(1, sent == 8_000_000, chunk));
          continue;
        }
        try {
          RawHttp2Client.Frame update = client.next(Frames.WINDOW_UPDATE);
          window += update.streamId() == 1 ? update.intAt(0) : 0;
        } catch (java.net.SocketTimeoutException held) {
          assertThat(released).as("held back while the target takes nothing").isFalse();
          released = true;
          go.countDown();
        }
      }
      client.socket().setSoTimeout(10_000);
      assertThat(released).isTrue();
      assertThat(client.answer(1).body()).isEqualTo("ok");
    }
  }
}
