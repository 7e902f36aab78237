package io.sluice.gateway.http;

import static io.sluice.gateway.testkit.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.Modifications.Mirror;
import io.sluice.contracts.model.PoolSettings;
import io.sluice.contracts.model.TargetCaps;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service for copies that is slow, full or talks without end: what it costs. */
class MirrorBoundsIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

  private RecordingTarget target;
  private TestGateway gateway;

  @BeforeEach
  void start() throws IOException {
    target = RecordingTarget.answering("real");
    gateway = new TestGateway().targets(target);
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    target.close();
  }

  @Test
  void copiesOfASlowMirrorAreGivenUpAndOthersTakeTheirPlace() throws Exception {
    gateway.service(s ->
        new TestGateway.ServiceSettings(
            s.connectTimeout(), 1, null, 1, s.forwardedFor(), s.forwardedFields()));
    try (RecordingTarget mirror = hanging();
        RawClient client = client(mirror)) {
      for (int i = 0; i < Mirrors.MOST_AT_ONCE; i++) {
        ask(client);
      }
      await().until(() -> gateway.copies().size() == Mirrors.MOST_AT_ONCE);
      assertThat(gateway.copies()).containsOnly("failed");
      await().until(() -> mirror.connections().stream().allMatch(c -> c.ended()));

      ask(client);
      await().until(() -> mirror.requests() == Mirrors.MOST_AT_ONCE + 1);
    }
  }

  @Test
  void copiesThatFindNoConnectionAndNoPlaceInTheQueueAreNotSent() throws Exception {
    gateway.pool(new PoolSettings(2, 30, 0, 0, 60_000));
    try (RecordingTarget mirror = hanging();
        RawClient client = client(mirror)) {
      ask(client);
      await().until(() -> mirror.requests() == 1);
      for (int i = 0; i < 20; i++) {
        ask(client);
      }

      await().until(() -> gateway.copies().size() == 20);
      assertThat(gateway.copies()).containsOnly("failed");
      assertThat(mirror.requests()).isEqualTo(1);
    }
  }

  @Test
  void aMirrorWhoseTargetsAreFullGetsNoMoreAndNothingWaits() throws Exception {
    gateway.resilience(r -> r.with(new TargetCaps(1, null, 100, 5_000)));
    try (RecordingTarget mirror = hanging();
        RawClient client = client(mirror)) {
      ask(client);
      await().until(() -> mirror.requests() == 1);
      ask(client);

      await().until(() -> gateway.copies().equals(List.of("busy")));
      assertThat(gateway.waiting()).isZero();
    }
  }

  @Test
  void anAnswerThatIsTooLongIsNotReadToItsEnd() throws Exception {
    String large = "x".repeat(1_000_000);
    try (RecordingTarget mirror =
            new RecordingTarget(connection -> {
              connection.request();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n");
              while (true) {
                connection.send(large);
              }
            });
        RawClient client = client(mirror)) {
      ask(client);

      await().until(() -> gateway.copies().equals(List.of("answered")));
      await().until(() -> mirror.connections().getFirst().ended());
    }
  }

  @Test
  void aClientThatHasLeftTakesNothingFromItsCopy() throws Exception {
    try (RecordingTarget slow = hanging();
        RecordingTarget mirror = RecordingTarget.answering("copy")) {
      gateway.targets(slow);
      try (RawClient client = client(mirror)) {
        client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
        await().until(() -> slow.requests() == 1);
      }
      await().until(() -> slow.connections().getFirst().ended());

      await().until(() -> gateway.copies().equals(List.of("answered")));
      assertThat(mirror.received()).endsWith("\r\n\r\nabc");
    }
  }

  private static RecordingTarget hanging() throws IOException {
    return new RecordingTarget(connection -> {
      connection.request();
      connection.readToEnd();
    });
  }

  private RawClient client(RecordingTarget mirror) throws IOException {
    Modifications mirrored =
        new Modifications(null, null, null, new Mirror(new UUID(2, mirror.port()), 100));
    gateway
        .rule("mirror.test", mirror.port())
        .rules(rule("r").does(TestGateway.forward()).changes(mirrored).build())
        .apply();
    return gateway.client();
  }

  private static void ask(RawClient client) throws IOException {
    assertThat(client.send(GET).answer().body()).isEqualTo("real");
  }
}
