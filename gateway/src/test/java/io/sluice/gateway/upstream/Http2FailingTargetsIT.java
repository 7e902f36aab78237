package io.sluice.gateway.upstream;

import static io.sluice.gateway.upstream.Http2TargetsIT.h2c;
import static io.sluice.gateway.upstream.Http2TargetsIT.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.testkit.FrameTarget;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets of HTTP/2 that refuse, reset or break the protocol. */
class Http2FailingTargetsIT {
  private static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: a.example\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
  private static final int REFUSED_STREAM = 7;

  @Test
  void streamsAboveTheLastOfGoAwayAreRepeatedEvenWhenPost() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (FrameTarget target =
            new FrameTarget(c -> {
              c.settings();
              boolean first = connections.getAndIncrement() == 0;
              while (true) {
                int stream = c.request();
                if (first && stream > 3) {
                  c.goAway(3, 0);
                } else {
                  c.headers(stream, true, ":status", "200");
                }
              }
            });
        TestGateway gateway = h2c(target, 0);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.send(POST).answer().fields()).doesNotContainKey("sluice-reason");
      }
      assertThat(text(target)).isEqualTo("hihihihi");
      assertThat(gateway.summaries()).allMatch(s -> s.attempts() == 1);
      await().untilAsserted(() -> assertThat(target.connections().getFirst().ended()).isTrue());
    }
  }

  @Test
  void refusedStreamGoesToAnotherTargetEvenWhenPost() throws Exception {
    try (FrameTarget refusing =
            new FrameTarget(c -> {
              c.settings();
              while (true) {
                c.reset(c.request(), REFUSED_STREAM);
              }
            });
        FrameTarget alive = FrameTarget.answering("ok");
        TestGateway gateway =
            new TestGateway()
                .targetProtocol(Protocol.H2C, UpstreamHttp.HTTP_1_1)
                .ports(refusing.port(), alive.port())
                .apply();
        RawClient client = gateway.client()) {
      for (int i = 0; i < 6; i++) {
        assertThat(client.send(POST).answer().body()).isEqualTo("ok");
      }
      await().untilAsserted(() -> assertThat(gateway.summaries()).anyMatch(s -> s.attempts() == 2));
    }
  }

  @Test
  void refusedByAllIs503() throws Exception {
    try (FrameTarget refusing =
            new FrameTarget(c -> {
              c.settings();
              while (true) {
                c.reset(c.request(), REFUSED_STREAM);
              }
            });
        TestGateway gateway = h2c(refusing);
        RawClient client = gateway.client()) {
      Answer answer = client.send(POST).answer();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.field("sluice-reason")).isEqualTo("upstream_refused");
    }
  }

  @Test
  void postThatTheTargetMayHaveReadIsNotRepeated() throws Exception {
    try (FrameTarget target =
            new FrameTarget(c -> {
              c.settings();
              c.reset(c.request(), 2);
              c.readToEnd();
            });
        TestGateway gateway = h2c(target);
        RawClient client = gateway.client()) {
      Answer answer = client.send(POST).answer();
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.field("sluice-reason")).isEqualTo("upstream_reset");
      assertThat(target.frames(FrameTarget.HEADERS)).hasSize(1);
    }
  }

  @Test
  void answerThatIsResetIsCutForTheClientToo() throws Exception {
    try (FrameTarget target =
            new FrameTarget(c -> {
              c.settings();
              int stream = c.request();
              c.headers(stream, false, ":status", "200");
              c.data(stream, false, "part");
              c.reset(stream, 2);
              c.readToEnd();
            });
        TestGateway gateway = h2c(target);
        RawClient client = gateway.client()) {
      client.send(GET);
      assertThat(client.head().status()).isEqualTo(200);
      assertThat(client.rest()).contains("part").doesNotContain("0\r\n\r\n");
      await().until(() -> !gateway.summaries().isEmpty());
      assertThat(gateway.summaries().getFirst().reason().name()).isEqualTo("UPSTREAM_RESET");
    }
  }

  @Test
  void targetOfHttp1IsSaidNotToSpeakHttp2() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(c -> {
              c.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
              c.readToEnd();
            });
        TestGateway gateway =
            new TestGateway()
                .targetProtocol(Protocol.H2C, UpstreamHttp.HTTP_1_1)
                .targets(target)
                .apply();
        RawClient client = gateway.client()) {
      Answer answer = client.send(POST).answer();
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.field("sluice-reason")).isEqualTo("upstream_invalid");
    }
  }

  /** Each line: fields of the answer's head, then what follows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ":status|200|connection|close",
        ":status|200|transfer-encoding|chunked",
        ":status|200|keep-alive|5",
        ":status|200|upgrade|x",
        ":status|200|X-Upper|1",
        ":status|200|x y|1",
        ":status|200|x|a\r\nb: c",
        ":status|200|x|a\u0000b",
        ":status|200|x|a\nb",
        ":status|200|x| a",
        ":status|200|:status|200",
        ":status|200|:path|/",
        ":status|101",
        ":status|20",
        ":status|2x0",
        ":status|0200",
        "x|y",
        "x|y|:status|200",
        ":status|200|content-length|1|content-length|2",
        ":status|200|content-length|-1",
        ":status|200|content-length|9",
        ":status|200|content-length|3",
        ":status|204",
      })
  void malformedAnswerNeverReachesAClientAsComplete(String fields) throws Exception {
    try (FrameTarget target =
            new FrameTarget(c -> {
              c.settings();
              while (true) {
                int stream = c.request();
                c.headers(stream, false, fields.split("\\|"));
                c.data(stream, true, "body");
              }
            });
        TestGateway gateway = h2c(target, 0);
        RawClient client = gateway.client()) {
      client.send(GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
      String all = client.rest();
      assertThat(all).doesNotContain("b: c").doesNotContain("0\r\n\r\n");
      if (all.contains(" 200 OK") || all.contains(" 204 ")) {
        // A wrong length shows only after the head has gone on: the answer is cut short.
        await().until(() -> !gateway.summaries().isEmpty());
        assertThat(gateway.summaries().getFirst().reason().name()).isEqualTo("UPSTREAM_INVALID");
      } else {
        assertThat(all).startsWith("HTTP/1.1 502").contains("upstream_invalid");
      }
    }
  }
}
