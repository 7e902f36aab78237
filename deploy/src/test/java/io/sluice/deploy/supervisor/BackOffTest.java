package io.sluice.deploy.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private final BackOff backOff = new BackOff();

  @Test
  void waitsTwiceAsLongAfterEachShortRunUpToFiveSeconds() {
    List<Long> waits =
        IntStream.range(0, 7)
            .mapToObj(i -> backOff.after(Duration.ofSeconds(1)).toMillis())
            .toList();

    assertThat(waits).containsExactly(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
  }

  @Test
  void startsOverAfterASteadyRun() {
    backOff.after(Duration.ofSeconds(1));
    backOff.after(Duration.ofSeconds(1));

    assertThat(backOff.after(BackOff.STEADY)).isEqualTo(BackOff.FIRST);
  }
}
