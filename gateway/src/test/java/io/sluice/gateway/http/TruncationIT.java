package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.observe.RequestSummary;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that dies inside its answer, and a client that goes away, are seen as what they are. */
class TruncationIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String OLD = "GET / HTTP/1.0\r\nHost: a\r\n\r\n";

  static Stream<Arguments> cutAnswers() {
    return Stream.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
            "HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\nabcdefghi",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: 1\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: 1\r\n\r")
        .flatMap(script -> Stream.of(Arguments.of(script, false), Arguments.of(script, true)));
  }

  @ParameterizedTest
  @MethodSource("cutAnswers")
  void answerThatIsCutIsNeverComplete(String script, boolean reset) throws Exception {
    try (RecordingTarget target = dying(script, reset);
        TestGateway gateway = TestGateway.to(target)) {
      for (String request : new String[] {GET, OLD}) {
        try (RawClient client = gateway.client()) {
          client.send(request);
          assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
        }
      }
      await().until(() -> gateway.summaries().size() == 2);
      assertThat(gateway.summaries())
          .extracting(RequestSummary::reason)
          .containsOnly(Reason.UPSTREAM_RESET);
    }
  }

  /** The orderly end of a connection is the end of such an answer; a reset is not. */
  @Test
  void answerThatEndsWithItsConnectionIsCompleteUnlessThatIsReset() throws Exception {
    String script = "HTTP/1.1 200 OK\r\n\r\nabc";
    for (String request : new String[] {GET, OLD}) {
      try (RecordingTarget target = dying(script, false);
          TestGateway gateway = TestGateway.to(target);
          RawClient client = gateway.client()) {
        assertThat(client.send(request).answer().body()).isEqualTo("abc");
      }
      try (RecordingTarget target = dying(script, true);
          TestGateway gateway = TestGateway.to(target);
          RawClient client = gateway.client()) {
        client.send(request);
        assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void clientThatLeavesEndsTheTargetsWorkAndTheTargetIsNotBlamed(boolean reset) throws Exception {
    String[] requests = {
      GET,
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nhello",
      "GET /part " + GET.substring(6)
    };
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              String head = connection.head();
              if (head != null && head.startsWith("GET /part")) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc");
              }
              connection.readToEnd();
            });
        TestGateway gateway = TestGateway.to(target)) {
      for (int i = 0; i < requests.length; i++) {
        int requestsBefore = i;
        RawClient client = gateway.client();
        client.send(requests[i]);
        await().until(() -> target.requests() == requestsBefore + 1);
        if (i == 2) {
          assertThat(client.head().status()).isEqualTo(200);
        }
        if (reset) {
          client.socket().setSoLinger(true, 0);
        }
        client.close();

        await().until(() -> target.connections().getLast().ended());
        await().until(() -> gateway.summaries().size() == requestsBefore + 1);
      }
      assertThat(gateway.summaries())
          .extracting(RequestSummary::reason)
          .containsOnly(Reason.CLIENT_CLOSED);
      assertThat(gateway.summaries()).allMatch(s -> s.attempts() == 1);
      assertThat(gateway.report().activeByTarget()).isEmpty();
    }
  }

  /** Half a request is not repeated on another target and not completed by the gateway. */
  @Test
  void requestThatIsCutIsNeverCompleteAtTheTarget() throws Exception {
    String[] requests = {
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"
    };
    for (String request : requests) {
      try (RecordingTarget target =
              new RecordingTarget(connection -> {
                connection.head();
                connection.readToEnd();
              });
          TestGateway gateway = TestGateway.to(target)) {
        try (RawClient client = gateway.client()) {
          client.send(request);
          await().until(() -> target.received().contains("abc"));
        }
        await().until(() -> target.connections().getFirst().ended());
        assertThat(target.connections()).hasSize(1);
        assertThat(target.received()).doesNotContain("0\r\n\r\n");
      }
    }
  }

  /** What is left of a cut answer is not the beginning of another one. */
  @Test
  void nextRequestAfterACutAnswerGetsItsOwn() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              String head = connection.head();
              while (head != null && !head.startsWith("GET /cut")) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                head = connection.head();
              }
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
            });
        TestGateway gateway = TestGateway.to(target)) {
      for (int i = 0; i < 3; i++) {
        try (RawClient client = gateway.client()) {
          client.send("GET /cut HTTP/1.1\r\nHost: a\r\n\r\n" + GET);
          assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
        }
        try (RawClient client = gateway.client()) {
          Answer answer = client.send(GET).answer();
          assertThat(answer.body()).isEqualTo("ok");
        }
      }
    }
  }

  private static RecordingTarget dying(String script, boolean reset) throws IOException {
    return new RecordingTarget(connection -> {
      connection.head();
      connection.send(script);
      if (reset) {
        connection.reset();
      }
    });
  }
}
