package io.sluice.registry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theLongestDelayCounts() {
    assertThat(Drain.until(NOW, List.of(5, 60, 0))).contains(NOW.plusSeconds(60));
  }

  @Test
  void aGroupThatNoneUsesDrainsForTheDefault() {
    assertThat(Drain.until(NOW, List.of())).contains(NOW.plusSeconds(300));
  }

  @Test
  void withADelayOfZeroTheTargetGoesAtOnce() {
    assertThat(Drain.until(NOW, List.of(0))).isEmpty();
  }
}
