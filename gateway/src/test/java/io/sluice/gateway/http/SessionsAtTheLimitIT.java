package io.sluice.gateway.http;

import static io.sluice.gateway.http.Sessions.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.CircuitBreaker;
import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.Stickiness.SameSite;
import io.sluice.contracts.model.Stickiness.Type;
import io.sluice.contracts.model.TargetCaps;
import io.sluice.gateway.persistence.Keys;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients that keep to a target which is full, or whose service's circuit is open. */
class SessionsAtTheLimitIT {
  private static final Stickiness HOUR =
      new Stickiness(Type.GATEWAY_COOKIE, "SLUICE", 3_600, SameSite.LAX);
  private static final String HOLD = "GET /hold HTTP/1.1\r\nHost: a\r\n";

  private final Semaphore mayAnswer = new Semaphore(0);

  @Test
  void aClientWhoseTargetIsFullIsMovedToOneWithRoomAndStaysThere() throws Exception {
    try (RecordingTarget full = holding("full");
        RecordingTarget free = holding("free");
        TestGateway gateway = capped().targets(full).apply();
        RawClient holder = gateway.client()) {
      String cookie = cookie(ask(gateway, null));
      gateway.targets(full, free).apply();
      awaitIdle(gateway);
      holder.send(HOLD + "Cookie: " + cookie + "\r\n\r\n");
      await().until(() -> full.requests() == 2);

      Answer moved = ask(gateway, cookie);

      assertThat(moved.body()).isEqualTo("free");
      assertThat(cookie(moved)).isNotNull();
      mayAnswer.release();
      assertThat(holder.answer().body()).isEqualTo("full");
      for (int i = 0; i < 4; i++) {
        awaitIdle(gateway);
        assertThat(ask(gateway, cookie(moved)).body()).isEqualTo("free");
      }
    }
  }

  @Test
  void aClientWaitsWhenNoTargetHasRoomAndKeepsItsOwn() throws Exception {
    try (RecordingTarget only = holding("only");
        TestGateway gateway = capped().targets(only).apply();
        RawClient holder = gateway.client();
        RawClient waiting = gateway.client()) {
      String cookie = cookie(ask(gateway, null));
      awaitIdle(gateway);
      holder.send(HOLD + "\r\n");
      await().until(() -> only.requests() == 2);

      waiting.send("GET / HTTP/1.1\r\nHost: a\r\nCookie: " + cookie + "\r\n\r\n");
      await().until(() -> gateway.waiting() == 1);
      mayAnswer.release();

      Answer answer = waiting.answer();
      assertThat(answer.body()).isEqualTo("only");
      assertThat(answer.field("set-cookie")).isNull();
    }
  }

  @Test
  void aTargetThatDrainsAndIsFullHandsOverWhatItHasNoRoomFor() throws Exception {
    try (RecordingTarget full = holding("full");
        RecordingTarget free = holding("free");
        TestGateway gateway = capped().targets(full).apply();
        RawClient holder = gateway.client()) {
      String cookie = cookie(ask(gateway, null));
      gateway
          .targets(full, free)
          .eachTarget(endpoint -> endpoint.port() == full.port() ? draining(endpoint) : endpoint)
          .apply();
      awaitIdle(gateway);
      assertThat(ask(gateway, cookie).body()).as("it drains and has room").isEqualTo("full");
      awaitIdle(gateway);
      holder.send(HOLD + "Cookie: " + cookie + "\r\n\r\n");
      await().until(() -> full.requests() == 3);

      assertThat(ask(gateway, cookie).body()).isEqualTo("free");
      mayAnswer.release();
      assertThat(holder.answer().body()).isEqualTo("full");
    }
  }

  @Test
  void anOpenCircuitRefusesClientsAndTakesNoTargetFromThem() throws Exception {
    AtomicInteger status = new AtomicInteger(200);
    try (RecordingTarget one = answering("one", status);
        RecordingTarget two = answering("two", status);
        TestGateway gateway =
            new TestGateway()
                .sticky(HOUR, Keys.ring(1))
                .resilience(settings -> settings.with(new CircuitBreaker(50, 4, 10, 1)))
                .targets(one, two)
                .apply()) {
      Answer first = ask(gateway, null);
      status.set(504);
      await().until(() -> ask(gateway, cookie(first)).status() == 503);

      Answer refused = ask(gateway, cookie(first));
      assertThat(refused.field("sluice-reason")).isEqualTo("circuit_open");
      assertThat(refused.field("set-cookie")).isNull();

      status.set(200);
      await().until(() -> ask(gateway, cookie(first)).status() == 200);
      Answer again = ask(gateway, cookie(first));
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.field("set-cookie")).isNull();
    }
  }

  /** The client may have its answer a moment before the room is given back. */
  private static void awaitIdle(TestGateway gateway) {
    await().until(() -> gateway.report().activeByTarget().isEmpty());
  }

  private static TestGateway capped() {
    return new TestGateway()
        .sticky(HOUR, Keys.ring(1))
        .resilience(settings -> settings.with(new TargetCaps(1, null, 10, 10_000)));
  }

  private RecordingTarget holding(String name) throws IOException {
    return new RecordingTarget(connection -> {
      for (String got = connection.request(); got != null; got = connection.request()) {
        if (got.startsWith("GET /hold")) {
          mayAnswer.acquireUninterruptibly();
        }
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + name);
      }
    });
  }

  private static RecordingTarget answering(String name, AtomicInteger status) throws IOException {
    return new RecordingTarget(connection -> {
      while (connection.request() != null) {
        connection.send("HTTP/1.1 " + status.get() + " Answer\r\nContent-Length: 3\r\n\r\n" + name);
      }
    });
  }

  private static Endpoint draining(Endpoint e) {
    return new Endpoint(
        e.targetId(), e.host(), e.port(), e.weight(), e.zone(), true, e.health(), false, true);
  }

  private static String cookie(Answer answer) {
    return Sessions.cookie(answer, "SLUICE");
  }
}
