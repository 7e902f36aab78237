package io.sluice.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.PoolSettings;
import io.sluice.gateway.listener.Transport;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.RecordingTarget.Connection;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections to a target: how many, how long, and who waits for them. */
class PoolsIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void requestsAboveTheLimitWaitForTheirTurnInOrder() throws Exception {
    try (RecordingTarget target = answeringWhenTold();
        TestGateway gateway = to(1, new PoolSettings(1, 30, 0, 10, 5000), target);
        RawClient first = gateway.client();
        RawClient second = gateway.client();
        RawClient third = gateway.client()) {
      first.send(GET);
      await().until(() -> target.requests() == 1);
      second.send("GET /second HTTP/1.1\r\nHost: a\r\n\r\n");
      await().until(() -> active(gateway) == 2);
      third.send("GET /third HTTP/1.1\r\nHost: a\r\n\r\n");
      await().until(() -> active(gateway) == 3);
      Connection only = target.connections().getFirst();
      List<RawClient> inOrder = List.of(first, second, third);
      for (int i = 0; i < inOrder.size(); i++) {
        int requests = i + 1;
        await().until(() -> target.requests() == requests);
        only.send(OK);
        assertThat(inOrder.get(i).answer().body()).isEqualTo("ok");
      }
      assertThat(target.connections()).hasSize(1);
      assertThat(only.received().indexOf("/second")).isLessThan(only.received().indexOf("/third"));
    }
  }

  @Test
  void requestThatFindsTheQueueFullIs503WithRetryAfter() throws Exception {
    try (RecordingTarget target = answeringWhenTold();
        TestGateway gateway = to(1, new PoolSettings(1, 30, 0, 1, 5000), target);
        RawClient first = gateway.client();
        RawClient second = gateway.client();
        RawClient third = gateway.client()) {
      first.send(GET);
      await().until(() -> target.requests() == 1);
      second.send(GET);
      await().until(() -> active(gateway) == 2);
      assertFailed(third.send(POST).answer(), "overloaded");
    }
  }

  @Test
  void requestThatWaitsTooLongIs503WithRetryAfter() throws Exception {
    try (RecordingTarget target = answeringWhenTold();
        TestGateway gateway = to(1, new PoolSettings(1, 30, 0, 10, 1), target);
        RawClient first = gateway.client();
        RawClient second = gateway.client()) {
      first.send(GET);
      await().until(() -> target.requests() == 1);
      assertFailed(second.send(GET).answer(), "wait_timeout");
      target.connections().getFirst().send(OK);
      assertThat(first.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void waitingRequestWhoseClientLeavesIsNeverSent() throws Exception {
    try (RecordingTarget target = answeringWhenTold();
        TestGateway gateway = to(1, new PoolSettings(1, 30, 0, 10, 5000), target);
        RawClient first = gateway.client()) {
      first.send(GET);
      await().until(() -> target.requests() == 1);
      try (RawClient leaving = gateway.client()) {
        leaving.send(POST);
        await().until(() -> active(gateway) == 2);
      }
      await().until(() -> active(gateway) == 1);
      target.connections().getFirst().send(OK);
      assertThat(first.answer().status()).isEqualTo(200);
      assertThat(target.received()).doesNotContain("POST");
      await()
          .untilAsserted(() ->
              assertThat(gateway.summaries())
                  .anyMatch(s -> s.reason().name().equals("CLIENT_CLOSED")));
    }
  }

  @Test
  void limitHoldsForAllEventLoopsTogether() throws Exception {
    try (RecordingTarget target = answeringWhenTold();
        TestGateway gateway = to(2, new PoolSettings(2, 30, 0, 100, 5000), target)) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        clients.add(gateway.client().send(GET));
      }
      await().until(() -> active(gateway) == 12);
      await().until(() -> target.requests() >= 1);
      assertThat(target.connections()).hasSizeBetween(1, 2);
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void connectionUsedLastIsUsedNext() throws Exception {
    try (RecordingTarget target = answeringWhenTold();
        TestGateway gateway = to(1, PoolSettings.DEFAULT, target);
        RawClient first = gateway.client();
        RawClient second = gateway.client()) {
      first.send(GET);
      await().until(() -> target.requests() == 1);
      second.send(GET);
      await().until(() -> target.requests() == 2);
      target.connections().get(1).send(OK);
      second.answer();
      target.connections().get(0).send(OK);
      first.answer();
      second.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
      await().until(() -> target.requests() == 3);
      assertThat(target.connections().get(0).received()).contains("/next");
    }
  }

  @Test
  void idleConnectionIsClosedAfterItsTime() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = to(1, new PoolSettings(10, 1, 0, 10, 5000), target);
        RawClient client = gateway.client()) {
      client.send(GET).answer();
      await().until(() -> target.connections().getFirst().ended());
      assertThat(client.send(GET).answer().status()).isEqualTo(200);
      assertThat(target.connections()).hasSize(2);
    }
  }

  @Test
  void oldConnectionEndsAfterItsExchange() throws Exception {
    try (RecordingTarget target = answeringWhenTold();
        TestGateway gateway = to(1, new PoolSettings(10, 30, 1, 10, 5000), target);
        RawClient client = gateway.client();
        RawClient clock = gateway.client()) {
      client.send(GET);
      await().until(() -> target.requests() == 1);
      Connection old = target.connections().getFirst();
      // A second connection, idle since the first began, shows when the age is reached.
      clock.send(GET);
      await().until(() -> target.requests() == 2);
      target.connections().get(1).send(OK);
      clock.answer();
      await().until(() -> target.connections().get(1).ended());
      assertThat(old.ended()).isFalse();
      old.send(OK);
      assertThat(client.answer().body()).isEqualTo("ok");
      await().until(old::ended);
    }
  }

  @Test
  void keptConnectionThatDiesTakesGetToANewOneButNotPost() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(c -> {
              c.request();
              c.send(OK);
              // The next request on this connection is read, and never answered.
              c.request();
            });
        TestGateway gateway = to(1, PoolSettings.DEFAULT, target);
        RawClient client = gateway.client()) {
      assertThat(client.send(GET).answer().status()).isEqualTo(200);
      assertThat(client.send(GET).answer().status()).isEqualTo(200);
      Answer post = client.send(POST).answer();
      assertThat(post.status()).isEqualTo(502);
      assertThat(post.field("sluice-reason")).isEqualTo("upstream_reset");
      assertThat(target.received().split("POST", -1)).hasSize(2);
      assertThat(gateway.summaries()).allMatch(s -> s.attempts() == 1);
    }
  }

  @Test
  void targetsOfOneServiceDoNotShareALimit() throws Exception {
    try (RecordingTarget busy = answeringWhenTold();
        RecordingTarget free = RecordingTarget.answering("free");
        TestGateway gateway = to(1, new PoolSettings(1, 30, 0, 0, 5000), busy, free)) {
      List<RawClient> clients = new ArrayList<>();
      // One request at most finds the busy target free; all others go to the other.
      for (int i = 0; i < 6; i++) {
        clients.add(gateway.client().send(GET));
        int sent = i + 1;
        await().until(() -> gateway.summaries().size() + active(gateway) == sent);
        await().until(() -> gateway.summaries().size() >= sent - 1);
      }
      assertThat(gateway.summaries()).allMatch(s -> s.status() == 200);
      assertThat(busy.requests()).isEqualTo(1);
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  private static int active(TestGateway gateway) {
    return gateway.report().activeByTarget().values().stream().mapToInt(n -> n).sum();
  }

  private static RecordingTarget answeringWhenTold() throws IOException {
    return new RecordingTarget(connection -> {
      while (connection.request() != null) {
        // The test answers.
      }
    });
  }

  private static TestGateway to(int loops, PoolSettings pool, RecordingTarget... targets) {
    return new TestGateway(Transport.best(), loops).pool(pool).targets(targets).apply();
  }

  private static void assertFailed(Answer answer, String reason) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.field("sluice-reason")).isEqualTo(reason);
    assertThat(answer.field("retry-after")).isEqualTo("1");
  }
}
