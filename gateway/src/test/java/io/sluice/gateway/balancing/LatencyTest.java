package io.sluice.gateway.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long S = TimeUnit.SECONDS.toNanos(1);

  private final Latency latency = new Latency();

  @Test
  void aSlowerAnswerCountsAtOnceAndFasterOnesOverSeconds() {
    latency.answered(10 * MS, 0);
    latency.answered(100 * MS, MS);
    assertThat(latency.cost(MS)).isEqualTo(100 * MS);

    latency.answered(10 * MS, 2 * MS);
    assertThat(latency.cost(2 * MS)).isGreaterThan(99 * MS);

    latency.answered(10 * MS, 10 * S);
    assertThat(latency.cost(10 * S)).isCloseTo(43 * MS, within(1.0 * MS));
  }

  @Test
  void withoutNewsItFallsDownToAFloor() {
    latency.answered(100 * MS, 0);

    assertThat(latency.cost(10 * S)).isCloseTo(100 * MS / Math.E, within(1.0));
    assertThat(latency.cost(1_000 * S)).isEqualTo(MS);
  }

  @Test
  void aFailureCostsSecondsHoweverFastItCame() {
    latency.answered(10 * MS, 0);
    latency.failed(MS);

    assertThat(latency.cost(MS)).isEqualTo(5 * S);
  }

  @Test
  void whatWasGivenUpCountsUpwardsOnly() {
    latency.answered(10 * MS, 0);
    latency.abandoned(2 * MS, 0);
    assertThat(latency.cost(0)).isEqualTo(10 * MS);

    latency.abandoned(3 * S, 0);
    assertThat(latency.cost(0)).isEqualTo(3 * S);
  }

  @Test
  void itKnowsNothingUntilItHeardOfTheTargetAndAfterItForgot() {
    assertThat(latency.known()).isFalse();
    latency.failed(0);
    assertThat(latency.known()).isTrue();
    latency.forget();
    assertThat(latency.known()).isFalse();

    latency.answered(2 * MS, 0);
    assertThat(latency.cost(0)).isEqualTo(2 * MS);
  }
}
