package io.sluice.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.suite.Launcher;
import io.sluice.e2e.traffic.Backend;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The open loop: requests fall due at a fixed rate, whatever the answers do. */
class FixedRateIT {
  @Test
  void latencyCountsFromWhenARequestWasDueNotFromWhenItWasSent() throws Exception {
    try (Backend backend = Backend.start("slow", 0);
        Generators generators =
            Generators.start(Launcher.find().project().resolve("src-test-e2e/bench"))) {
      Subject subject = new Subject("slow", List.of(), Map.of(Front.PLAIN, backend.port()));
      Latencies fast = new FixedRate(Front.PLAIN, "/bytes/10", 4).run(subject, 100, 1, generators);
      assertThat(fast.answers() + fast.unanswered()).isBetween(99L, 101L);
      // Ten answers a second can be had over one connection, fifteen are due.
      Latencies slow = new FixedRate(Front.PLAIN, "/hold/100", 1).run(subject, 15, 1, generators);
      assertThat(slow.p50()).isGreaterThan(400_000);
    }
  }
}
