package io.sluice.health.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.health.Samples;
import org.junit.jupiter.api.Test;

class PacingTest {
  private static final HealthCheck CHECK = Samples.paced(Samples.http(), 10, 2, 3, 3);
  private final Pacing lowest = new Pacing(() -> 0.0);
  private final Pacing highest = new Pacing(() -> Math.nextDown(1.0));

  @Test
  void theFirstProbeComesWithinASecond() {
    assertThat(lowest.first(CHECK)).isZero();
    assertThat(highest.first(CHECK)).isBetween(900L, 1_000L);
  }

  @Test
  void intervalsVaryByATenth() {
    assertThat(lowest.interval(CHECK, State.HEALTHY)).isEqualTo(9_000);
    assertThat(highest.interval(CHECK, State.HEALTHY)).isBetween(10_999L, 11_000L);
  }

  @Test
  void anUnhealthyTargetHasItsOwnInterval() {
    assertThat(lowest.interval(CHECK, State.UNHEALTHY)).isEqualTo(1_800);
    assertThat(lowest.interval(CHECK, State.INITIAL)).isEqualTo(9_000);
    HealthCheck without = Samples.paced(Samples.http(), 10, null, 3, 3);
    assertThat(lowest.interval(without, State.UNHEALTHY)).isEqualTo(9_000);
  }
}
