package io.sluice.gateway.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.observe.RequestSummary;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.SlowClients;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TestSettings.ListenerSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thousands of connections that hold what they can: others do not notice, memory stays small. */
class AbuseIT {
  private static final int IDLE = 2_000;
  private static final int SLOW = 100;
  private static final int REQUESTS = 500;
  private static final int IDLE_CONNECTION_BYTES = 10 * 1024;
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  @Test
  void idleAndDrippingClientsHoldLittleMemoryAndAreEndedWhileOthersAreServed() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            new TestGateway()
                .targets(target)
                .listener(l -> new ListenerSettings(60, 4, 16 * 1024, 0))
                .apply();
        RawClient client = gateway.client();
        SlowClients idle = new SlowClients(gateway.port());
        SlowClients slow = new SlowClients(gateway.port())) {
      medianMicros(client);
      long before = medianMicros(client);
      long direct = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
      idle.open(IDLE, "");
      slow.open(SLOW, "GET / HTTP/1.1\r\nHost: a\r\nX: ");
      slow.open(SLOW, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
      await().until(() -> gateway.plane().connections() == IDLE + 2 * SLOW + 1);

      assertThat(PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() - direct)
          .as("buffers of connections that wait")
          .isLessThan((long) (IDLE + 2 * SLOW) * IDLE_CONNECTION_BYTES);
      long during = medianMicros(client);
      // A queue behind 2,200 connections would show as hundreds of milliseconds.
      assertThat(during).isLessThan(Math.max(10 * before, 20_000));

      await()
          .atMost(20, SECONDS)
          .pollInterval(250, MILLISECONDS)
          .until(() -> {
            slow.drip();
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
            return gateway.plane().connections() == IDLE + 1;
          });
      assertThat(gateway.summaries().stream().map(RequestSummary::reason))
          .containsOnly(Reason.NONE, Reason.REQUEST_HEADER_TIMEOUT, Reason.REQUEST_BODY_TOO_SLOW);
      assertThat(count(gateway, Reason.REQUEST_HEADER_TIMEOUT)).isEqualTo(SLOW);
      assertThat(count(gateway, Reason.REQUEST_BODY_TOO_SLOW)).isEqualTo(SLOW);
      assertThat(slow.answers()).filteredOn(a -> a.startsWith("HTTP/1.1 408")).isNotEmpty();
      assertThat(client.send(GET).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void clientThatDoesNotReadItsAnswerIsCutAndTheTargetWithIt() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.request();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
              String piece = "x".repeat(100_000);
              for (int i = 0; i < 1_000; i++) {
                connection.send(piece);
              }
            });
        TestGateway gateway =
            new TestGateway()
                .targets(target)
                .listener(l -> new ListenerSettings(1, 10, 16 * 1024, 0))
                .apply();
        RawClient client = new RawClient(gateway.port(), 4096)) {
      client.send(GET);
      await().until(() -> gateway.plane().connections() == 0);
      await().until(() -> target.connections().getFirst().ended());
      assertThat(gateway.summaries()).hasSize(1);
    }
  }

  private static long count(TestGateway gateway, Reason reason) {
    return gateway.summaries().stream().filter(s -> s.reason() == reason).count();
  }

  private static long medianMicros(RawClient client) throws Exception {
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      long start = System.nanoTime();
      assertThat(client.send(GET).answer().status()).isEqualTo(200);
      micros.add((System.nanoTime() - start) / 1_000);
    }
    Collections.sort(micros);
    return micros.get(REQUESTS / 2);
  }
}
