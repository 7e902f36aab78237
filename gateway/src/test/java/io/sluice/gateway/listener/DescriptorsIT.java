package io.sluice.gateway.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.SlowClients;
import io.sluice.gateway.testkit.SmallGateway;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** More clients than the process has descriptors for. */
class DescriptorsIT {
  private static final int FILES = 700;
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  @Test
  void gatewayWithoutDescriptorsServesItsClientsIdlesAndTakesOthersLater() throws Exception {
    try (SmallGateway gateway = new SmallGateway(FILES);
        RawClient early = new RawClient(gateway.port())) {
      assertThat(early.send(GET).answer().status()).isEqualTo(200);
      try (SlowClients many = new SlowClients(gateway.port()).open(FILES, "")) {
        long before = gateway.cpuMillis();
        long start = System.nanoTime();
        await()
            .pollInterval(Duration.ofMillis(100))
            .during(Duration.ofSeconds(3))
            .atMost(Duration.ofSeconds(5))
            .until(() -> early.send(GET).answer().status() == 200);
        long wall = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertThat(gateway.cpuMillis() - before)
            .as("a loop that cannot accept is not busy")
            .isLessThan(wall / 2);
      }
      await()
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> answersOnNewConnection(gateway));
    }
  }

  private static boolean answersOnNewConnection(SmallGateway gateway) throws IOException {
    try (RawClient late = new RawClient(gateway.port())) {
      return late.send(GET).answer().status() == 200;
    }
  }
}
