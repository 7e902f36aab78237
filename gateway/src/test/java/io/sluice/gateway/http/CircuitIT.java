package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.CircuitBreaker;
import io.sluice.gateway.testkit.FreePort;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A backend service that fails is left alone for a while, and tried by single requests. */
class CircuitIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  @Test
  void afterTooManyFailuresRequestsAre503AtOnceUntilOneSucceeds() throws Exception {
    AtomicInteger status = new AtomicInteger(504);
    try (RecordingTarget target = answering(status);
        TestGateway gateway = gateway(new CircuitBreaker(50, 10, 10, 1)).targets(target).apply();
        RawClient client = gateway.client()) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.send(GET).answer().status()).isEqualTo(504);
      }

      Answer refused = client.send(GET).answer();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.field("sluice-reason")).isEqualTo("circuit_open");
      assertThat(refused.field("retry-after")).isEqualTo("1");
      assertThat(target.requests()).isEqualTo(10);

      await().until(() -> client.send(GET).answer().status() == 504);
      assertThat(target.requests()).as("one is let through").isEqualTo(11);
      assertThat(client.send(GET).answer().status()).isEqualTo(503);
      status.set(200);
      await().until(() -> client.send(GET).answer().status() == 200);
      for (int i = 0; i < 20; i++) {
        assertThat(client.send(GET).answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void errorsOfTheApplicationLeaveItClosed() throws Exception {
    AtomicInteger status = new AtomicInteger(500);
    try (RecordingTarget target = answering(status);
        TestGateway gateway = gateway(new CircuitBreaker(1, 1, 10, 30)).targets(target).apply();
        RawClient client = gateway.client()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.send(GET).answer().status()).isEqualTo(500);
      }
    }
  }

  @Test
  void aRequestThatSucceedsOnAnotherTargetIsNoFailure() throws Exception {
    try (RecordingTarget target = answering(new AtomicInteger(200));
        TestGateway gateway =
            gateway(new CircuitBreaker(10, 5, 10, 30))
                .ports(target.port(), FreePort.find())
                .apply();
        RawClient client = gateway.client()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.send(GET).answer().status()).isEqualTo(200);
      }
      assertThat(gateway.summaries()).anyMatch(request -> request.attempts() == 2);
    }
  }

  @Test
  void connectionsOfTcpAreRefusedToo() throws Exception {
    try (TestGateway gateway =
        gateway(new CircuitBreaker(50, 3, 10, 30)).streams().ports(FreePort.find()).apply()) {
      for (int i = 0; i < 5; i++) {
        try (RawClient client = gateway.client()) {
          assertThat(client.ended()).isTrue();
        }
        int ended = i + 1;
        await().until(() -> gateway.summaries().size() == ended);
      }

      assertThat(gateway.summaries())
          .extracting(connection -> connection.reason().name())
          .containsExactly(
              "CONNECT_FAILED", "CONNECT_FAILED", "CONNECT_FAILED", "CIRCUIT_OPEN", "CIRCUIT_OPEN");
    }
  }

  private static TestGateway gateway(CircuitBreaker breaker) {
    return new TestGateway().resilience(settings -> settings.with(breaker));
  }

  private static RecordingTarget answering(AtomicInteger status) throws Exception {
    return new RecordingTarget(connection -> {
      while (connection.request() != null) {
        connection.send("HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n\r\nok");
      }
    });
  }
}
