package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.Ejection;
import io.sluice.contracts.model.HashKey;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Targets that fail are left out for a while, over sockets. */
class EjectionIT {
  @Test
  void aTargetThatAnswersGatewayErrorsIsLeftOutAndComesBack() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    try (RecordingTarget good = RecordingTarget.answering("ok");
        RecordingTarget bad = failingWhile(broken, 503);
        TestGateway gateway = gateway(new Ejection(3, 1, 50)).targets(good, bad).apply()) {
      untilEjected(gateway, bad);
      int before = bad.requests();
      assertThat(statuses(gateway, 20)).containsOnly(Map.entry(200, 20));
      assertThat(bad.requests()).isEqualTo(before);

      broken.set(false);

      await()
          .untilAsserted(() -> {
            statuses(gateway, 4);
            assertThat(bad.requests()).isGreaterThan(before);
          });
      assertThat(ejected(gateway)).isEmpty();
    }
  }

  @Test
  void anAnswer500IsTheApplicationsAndEjectsNothing() throws Exception {
    try (RecordingTarget good = RecordingTarget.answering("ok");
        RecordingTarget bad = failingWhile(new AtomicBoolean(true), 500);
        TestGateway gateway = gateway(new Ejection(1, 1, 50)).targets(good, bad).apply()) {
      assertThat(statuses(gateway, 20)).isEqualTo(Map.of(200, 10, 500, 10));
      assertThat(ejected(gateway)).isEmpty();
    }
  }

  @Test
  void aTargetThatResetsConnectionsIsEjectedAndItsKeysMoveAlone() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    try (RecordingTarget one = RecordingTarget.answering("1");
        RecordingTarget two = RecordingTarget.answering("2");
        RecordingTarget bad = resettingWhile(broken);
        TestGateway gateway =
            gateway(new Ejection(3, 30, 50))
                .algorithm(Algorithm.CONSISTENT_HASH, new HashKey(HashKey.Type.PATH, null))
                .targets(one, two, bad)
                .apply()) {
      Map<String, String> before = targetsOfPaths(gateway);
      broken.set(true);
      untilEjected(gateway, bad);
      int seen = bad.requests();
      Map<String, String> after = targetsOfPaths(gateway);

      before.forEach((path, target) -> {
        if (target.equals("bad")) {
          assertThat(after.get(path)).isIn("1", "2");
        } else {
          assertThat(after.get(path)).isEqualTo(target);
        }
      });
      assertThat(bad.requests()).isEqualTo(seen);
    }
  }

  @Test
  void theOnlyTargetIsNeverEjected() throws Exception {
    try (RecordingTarget bad = failingWhile(new AtomicBoolean(true), 502);
        TestGateway gateway = gateway(new Ejection(1, 30, 100)).targets(bad).apply()) {
      assertThat(statuses(gateway, 20)).isEqualTo(Map.of(502, 20));
      assertThat(ejected(gateway)).isEmpty();
      assertThat(bad.requests()).isEqualTo(20);
    }
  }

  @Test
  void aTargetOfTcpThatRefusesConnectionsIsEjected() throws Exception {
    try (RecordingTarget good = greeting();
        TestGateway gateway = gateway(new Ejection(3, 30, 50)).streams()) {
      int closed = closedPort();
      gateway.ports(good.port(), closed).apply();
      AtomicInteger greeted = new AtomicInteger();
      await()
          .untilAsserted(() -> {
            greet(gateway);
            greeted.incrementAndGet();
            assertThat(ejected(gateway)).containsExactly(new UUID(3, closed));
          });
      await().until(() -> gateway.summaries().size() == greeted.get());
      for (int i = 0; i < 6; i++) {
        greet(gateway);
      }

      await().until(() -> gateway.summaries().size() == greeted.get() + 6);
      assertThat(List.copyOf(gateway.summaries()).subList(greeted.get(), greeted.get() + 6))
          .allMatch(connection -> connection.attempts() == 1);
    }
  }

  private static TestGateway gateway(Ejection ejection) {
    return new TestGateway().resilience(settings -> settings.with(ejection));
  }

  private static void untilEjected(TestGateway gateway, RecordingTarget target) {
    await()
        .untilAsserted(() -> {
          statuses(gateway, 20);
          assertThat(ejected(gateway)).containsExactly(new UUID(3, target.port()));
        });
  }

  private static Set<UUID> ejected(TestGateway gateway) {
    return gateway.report().ejectedByService().values().stream().findFirst().orElse(Set.of());
  }

  private static Map<Integer, Integer> statuses(TestGateway gateway, int requests)
      throws IOException {
    Map<Integer, Integer> got = new HashMap<>();
    try (RawClient client = gateway.client()) {
      for (int i = 0; i < requests; i++) {
        got.merge(
            client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n").answer().status(),
            1,
            Integer::sum);
      }
    }
    return got;
  }

  private static Map<String, String> targetsOfPaths(TestGateway gateway) throws IOException {
    Map<String, String> byPath = new HashMap<>();
    try (RawClient client = gateway.client()) {
      for (int i = 0; i < 30; i++) {
        client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
        byPath.put("/" + i, client.answer().body());
      }
    }
    return byPath;
  }

  private static RecordingTarget failingWhile(AtomicBoolean broken, int status) throws IOException {
    return new RecordingTarget(connection -> {
      while (connection.request() != null) {
        connection.send(
            broken.get()
                ? "HTTP/1.1 " + status + " No\r\nContent-Length: 4\r\n\r\nfail"
                : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      }
    });
  }

  private static RecordingTarget resettingWhile(AtomicBoolean broken) throws IOException {
    return new RecordingTarget(connection -> {
      while (connection.request() != null) {
        if (broken.get()) {
          connection.reset();
          return;
        }
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad");
      }
    });
  }

  private static RecordingTarget greeting() throws IOException {
    return new RecordingTarget(connection -> connection.send("hello"));
  }

  private static void greet(TestGateway gateway) throws IOException {
    try (RawClient client = gateway.client()) {
      assertThat(client.rest()).isEqualTo("hello");
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
