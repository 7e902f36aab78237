package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.RetrySettings;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is tried on another target, how often, and what a client sees of it. */
class RetriesIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String SECRET = "x".repeat(100_000) + "refused";

  @Test
  void afterAListedStatusAnotherTargetAnswersAndNothingOfTheFirstAnswerIsSeen() throws Exception {
    try (RecordingTarget bad = answering(503);
        RecordingTarget good = RecordingTarget.answering("good");
        TestGateway gateway = gateway(503).targets(bad, good).apply();
        RawClient client = gateway.client()) {
      for (int i = 0; i < 10; i++) {
        Answer answer = client.send(GET).answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("good");
        assertThat(answer.field("refused-by")).isNull();
      }

      assertThat(bad.requests()).isEqualTo(5);
      assertThat(gateway.summaries()).anyMatch(request -> request.attempts() == 2);
    }
  }

  @Test
  void aStatusThatIsNotListedIsTheAnswer() throws Exception {
    try (RecordingTarget bad = answering(500);
        RecordingTarget good = RecordingTarget.answering("good");
        TestGateway gateway = gateway(503).targets(bad, good).apply()) {
      assertThat(statuses(gateway, GET, 10)).isEqualTo(Map.of(200, 5, 500, 5));
    }
  }

  @Test
  void whatMayHaveBeenDoneIsNotDoneTwice() throws Exception {
    String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
    try (RecordingTarget bad = answering(503);
        RecordingTarget good = RecordingTarget.answering("good");
        TestGateway gateway = gateway(503).targets(bad, good).apply()) {
      assertThat(statuses(gateway, post, 10)).isEqualTo(Map.of(200, 5, 503, 5));
      assertThat(gateway.summaries()).allMatch(request -> request.attempts() == 1);
    }
  }

  @Test
  void whenAllTargetsRefuseTheLastAnswerIsPassedOnWhole() throws Exception {
    try (RecordingTarget one = answering(503);
        RecordingTarget two = answering(503);
        TestGateway gateway =
            gateway(503).service(settings -> retries(settings, 5)).targets(one, two).apply();
        RawClient client = gateway.client()) {
      for (int i = 0; i < 4; i++) {
        Answer answer = client.send(GET).answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo(SECRET);
      }
      assertThat(one.requests() + two.requests()).as("each once a request").isEqualTo(8);
    }
  }

  @Test
  void aBodyThatIsStillThereIsSentAgainAndALargerOneIsNot() throws Exception {
    String small = "b".repeat(10_000);
    String large = "b".repeat(1_000_000);
    try (RecordingTarget bad = answering(503);
        RecordingTarget good = RecordingTarget.answering("good");
        TestGateway gateway = gateway(503).targets(bad, good).apply()) {
      assertThat(statuses(gateway, put(small), 10)).isEqualTo(Map.of(200, 10));
      assertThat(good.received().split(small, -1)).as("whole, each time").hasSize(10 + 1);
      assertThat(statuses(gateway, put(large), 10)).isEqualTo(Map.of(200, 5, 503, 5));
    }
  }

  @Test
  void aBodyIsSentAgainAfterAReset() throws Exception {
    String body = "b".repeat(10_000);
    try (RecordingTarget bad =
            new RecordingTarget(connection -> {
              connection.request();
              connection.reset();
            });
        RecordingTarget good = RecordingTarget.answering("good");
        TestGateway gateway = gateway().targets(bad, good).apply()) {
      assertThat(statuses(gateway, put(body), 10)).isEqualTo(Map.of(200, 10));
      assertThat(good.received().split(body, -1)).hasSize(10 + 1);
    }
  }

  @Test
  void retriesAfterResetsAndConnectFailuresCanBeOff() throws Exception {
    try (RecordingTarget resetting =
            new RecordingTarget(connection -> {
              connection.request();
              connection.reset();
            });
        RecordingTarget good = RecordingTarget.answering("good");
        TestGateway gateway =
            new TestGateway()
                .resilience(settings ->
                    settings.with(new RetrySettings(true, false, List.of(), List.of(), 20)))) {
      gateway.targets(resetting, good).apply();
      assertThat(statuses(gateway, GET, 10)).isEqualTo(Map.of(200, 5, 502, 5));
      int port = resetting.port();
      resetting.close();
      gateway.ports(port, good.port()).apply();
      assertThat(statuses(gateway, GET, 4)).isEqualTo(Map.of(200, 4));
      gateway
          .resilience(
              settings -> settings.with(new RetrySettings(false, true, List.of(), List.of(), 20)))
          .apply();
      assertThat(statuses(gateway, GET, 10)).isEqualTo(Map.of(200, 5, 502, 5));
    }
  }

  @Test
  void retriesAreNoMoreThanTheBudgetAndTheRestGetsTheAnswer() throws Exception {
    try (RecordingTarget bad = answering(503);
        RecordingTarget good = RecordingTarget.answering("good");
        TestGateway gateway =
            new TestGateway()
                .resilience(settings ->
                    settings.with(new RetrySettings(true, true, List.of(503), List.of(), 10)))
                .targets(bad, good)
                .apply()) {
      long began = System.nanoTime();
      Map<Integer, Integer> got = statuses(gateway, GET, 200);
      long seconds = (System.nanoTime() - began) / 1_000_000_000 + 1;

      await().untilAsserted(() -> assertThat(gateway.summaries()).hasSize(200));
      long retried = gateway.summaries().stream().filter(r -> r.attempts() == 2).count();
      assertThat(retried).isBetween(30L, 20 + 30 + 3 * seconds);
      assertThat(got.get(503)).isEqualTo(100 - (int) retried);
      assertThat(gateway.retriesRefused()).isEqualTo(100 - (int) retried);
    }
  }

  private static TestGateway gateway(Integer... statuses) {
    return new TestGateway()
        .resilience(settings ->
            settings.with(new RetrySettings(true, true, List.of(statuses), List.of(), 100)));
  }

  private static TestGateway.ServiceSettings retries(TestGateway.ServiceSettings s, int retries) {
    return new TestGateway.ServiceSettings(
        s.connectTimeout(),
        s.responseTimeout(),
        s.requestTimeout(),
        retries,
        s.forwardedFor(),
        s.forwardedFields());
  }

  private static String put(String body) {
    return "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static Map<Integer, Integer> statuses(TestGateway gateway, String request, int times)
      throws IOException {
    Map<Integer, Integer> got = new HashMap<>();
    try (RawClient client = gateway.client()) {
      for (int i = 0; i < times; i++) {
        got.merge(client.send(request).answer().status(), 1, Integer::sum);
      }
    }
    return got;
  }

  private static RecordingTarget answering(int status) throws IOException {
    return new RecordingTarget(connection -> {
      while (connection.request() != null) {
        connection.send(
            "HTTP/1.1 %d No\r\nRefused-By: me\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, SECRET.length(), SECRET));
      }
    });
  }
}
