package io.sluice.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.PoolSettings;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.testkit.FrameTarget;
import io.sluice.gateway.testkit.FrameTarget.Frame;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.TestGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients of HTTP/1.1 before targets of HTTP/2: every frame that goes and comes. */
class Http2TargetsIT {
  private static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: a.example\r\n\r\n";
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int CANCEL = 8;

  @Test
  void requestIsTranslated() throws Exception {
    try (FrameTarget target = FrameTarget.answering("hello");
        TestGateway gateway = h2c(target);
        RawClient client = gateway.client()) {
      Answer answer =
          client
              .send(
                  "GET /a?b=c HTTP/1.1\r\nHost: a.example:81\r\nX-Two: 1\r\nX-Two: 2\r\n"
                      + "Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nTE: trailers\r\n"
                      + "\r\n")
              .answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("hello");
      assertThat(answer.field("via")).isEqualTo("2.0 test");
      Frame head = target.frames(FrameTarget.HEADERS).getFirst();
      assertThat(head.endsStream()).isTrue();
      assertThat(head.fields())
          .containsEntry(":method", "GET")
          .containsEntry(":path", "/a?b=c")
          .containsEntry(":scheme", "http")
          .containsEntry(":authority", "a.example:81")
          .containsEntry("x-two", "1, 2")
          .containsEntry("te", "trailers")
          .containsEntry("via", "1.1 test")
          .doesNotContainKeys("host", "connection", "keep-alive", "x-hop");
      assertThat(new ArrayList<>(head.fields().keySet()).subList(0, 4))
          .containsExactlyInAnyOrder(":method", ":path", ":scheme", ":authority");
    }
  }

  @Test
  void bodyAndTrailersGoBothWays() throws Exception {
    try (FrameTarget target =
            new FrameTarget(c -> {
              c.settings();
              int stream = c.request();
              c.headers(stream, false, ":status", "200", "content-type", "text/plain");
              c.data(stream, false, "first ");
              c.data(stream, false, "second");
              c.headers(stream, true, "x-sum", "7");
              c.readToEnd();
            });
        TestGateway gateway = h2c(target);
        RawClient client = gateway.client()) {
      Answer answer =
          client
              .send(
                  "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                      + "3\r\nabc\r\n2\r\nde\r\n0\r\nX-End: yes\r\n\r\n")
              .answer();
      assertThat(answer.body()).isEqualTo("first second[x-sum: 7]");
      List<Frame> heads = target.frames(FrameTarget.HEADERS);
      assertThat(heads.getFirst().fields()).doesNotContainKey("transfer-encoding");
      assertThat(heads.getLast().fields()).containsEntry("x-end", "yes");
      assertThat(heads.getLast().endsStream()).isTrue();
      assertThat(text(target)).isEqualTo("abcde");
    }
  }

  @Test
  void interimAnswersAreDelivered() throws Exception {
    try (FrameTarget target =
            new FrameTarget(c -> {
              c.settings();
              int stream = c.frame(FrameTarget.HEADERS).stream();
              c.headers(stream, false, ":status", "100");
              c.request();
              c.headers(stream, false, ":status", "103", "link", "</a>");
              c.headers(stream, true, ":status", "204");
              c.readToEnd();
            });
        TestGateway gateway = h2c(target);
        RawClient client = gateway.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(100);
      client.send("hi");
      assertThat(client.answer().field("link")).isEqualTo("</a>");
      assertThat(client.answer().status()).isEqualTo(204);
    }
  }

  @Test
  void answerOfHeadersAloneHasAnEndInHttp1() throws Exception {
    try (FrameTarget target =
            new FrameTarget(c -> {
              c.settings();
              while (true) {
                c.headers(c.request(), true, ":status", "200", "x", "y");
              }
            });
        TestGateway gateway = h2c(target);
        RawClient client = gateway.client()) {
      assertThat(client.send(GET).answer().field("content-length")).isEqualTo("0");
      Answer toHead = client.send(GET.replace("GET", "HEAD")).answer(true);
      assertThat(toHead.field("content-length")).isNull();
      assertThat(client.send(GET).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void manyRequestsShareAConnectionUpToWhatTheTargetAllows() throws Exception {
    AtomicInteger most = new AtomicInteger();
    try (FrameTarget target =
            new FrameTarget(c -> {
              c.settings(MAX_CONCURRENT_STREAMS, 4);
              List<Integer> open = new ArrayList<>();
              while (true) {
                open.add(c.request());
                most.accumulateAndGet(open.size(), Math::max);
                if (open.size() == 4) {
                  for (int stream : open) {
                    c.headers(stream, true, ":status", "200");
                  }
                  open.clear();
                }
              }
            });
        TestGateway gateway =
            new TestGateway(io.sluice.gateway.listener.Transport.best(), 1)
                .targetProtocol(Protocol.H2C, UpstreamHttp.HTTP_1_1)
                .pool(new PoolSettings(2, 30, 0, 100, 5000))
                .ports(target.port())
                .apply()) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        clients.add(gateway.client().send(GET));
      }
      for (RawClient client : clients) {
        assertThat(client.answer().status()).isEqualTo(200);
        client.close();
      }
      assertThat(most).hasValue(4);
      assertThat(target.connections()).hasSizeBetween(1, 2);
    }
  }

  @Test
  void clientThatLeavesCancelsItsStreamAlone() throws Exception {
    try (FrameTarget target =
            new FrameTarget(c -> {
              c.settings();
              int first = c.request();
              c.headers(first, false, ":status", "200");
              c.data(first, false, "part");
              c.frame(FrameTarget.RST_STREAM);
              int second = c.request();
              c.headers(second, true, ":status", "204");
              c.readToEnd();
            });
        TestGateway gateway =
            new TestGateway(io.sluice.gateway.listener.Transport.best(), 1)
                .targetProtocol(Protocol.H2C, UpstreamHttp.HTTP_1_1)
                .ports(target.port())
                .apply()) {
      try (RawClient leaving = gateway.client()) {
        assertThat(leaving.send(GET).head().status()).isEqualTo(200);
      }
      await().until(() -> !target.frames(FrameTarget.RST_STREAM).isEmpty());
      assertThat(target.frames(FrameTarget.RST_STREAM).getFirst().code()).isEqualTo(CANCEL);
      await().until(() -> gateway.report().activeByTarget().isEmpty());
      try (RawClient next = gateway.client()) {
        assertThat(next.send(GET).answer().status()).isEqualTo(204);
      }
      assertThat(target.connections()).hasSize(1);
      assertThat(gateway.summaries().getFirst().reason().name()).isEqualTo("CLIENT_CLOSED");
    }
  }

  @Test
  void earlyAnswerEndsTheRequest() throws Exception {
    try (FrameTarget target =
            new FrameTarget(c -> {
              c.settings();
              int stream = c.frame(FrameTarget.HEADERS).stream();
              c.headers(stream, true, ":status", "403");
              c.readToEnd();
            });
        TestGateway gateway = h2c(target);
        RawClient client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\npart");
      assertThat(client.answer().status()).isEqualTo(403);
      await().until(() -> !target.frames(FrameTarget.RST_STREAM).isEmpty());
    }
  }

  @Test
  void bodyWaitsForTheTargetsWindow() throws Exception {
    try (FrameTarget target =
            new FrameTarget(c -> {
              c.settings(INITIAL_WINDOW_SIZE, 10);
              Frame head = c.frame(FrameTarget.HEADERS);
              assertThat(c.frame(FrameTarget.DATA).payload()).hasSize(10);
              c.windowUpdate(head.stream(), 90);
              int bytes = 10;
              while (bytes < 100) {
                bytes += c.frame(FrameTarget.DATA).payload().length;
              }
              c.headers(head.stream(), true, ":status", "204");
              c.readToEnd();
            });
        TestGateway gateway = h2c(target);
        RawClient client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + "x".repeat(100));
      assertThat(client.answer().status()).isEqualTo(204);
      assertThat(text(target)).isEqualTo("x".repeat(100));
    }
  }

  /** All DATA that a target got. */
  static String text(FrameTarget target) {
    StringBuilder text = new StringBuilder();
    target.frames(FrameTarget.DATA).forEach(frame -> text.append(frame.text()));
    return text.toString();
  }

  static TestGateway h2c(FrameTarget target) {
    return h2c(target, 1);
  }

  /** A gateway before one target of HTTP/2. */
  static TestGateway h2c(FrameTarget target, int retries) {
    return new TestGateway()
        .service(s ->
            new TestGateway.ServiceSettings(
                s.connectTimeout(),
                s.responseTimeout(),
                s.requestTimeout(),
                retries,
                s.forwardedFor(),
                s.forwardedFields()))
        .targetProtocol(Protocol.H2C, UpstreamHttp.HTTP_1_1)
        .ports(target.port())
        .apply();
  }
}
