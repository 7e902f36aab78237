package io.sluice.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SourceCountsTest {
  @Test
  void sourceIsLetInUpToItsLimitAndAgainAfterOneHasLeft() {
    SourceCounts counts = new SourceCounts();
    assertThat(counts.enter(7, 2)).isTrue();
    assertThat(counts.enter(7, 2)).isTrue();
    assertThat(counts.enter(7, 2)).isFalse();
    assertThat(counts.enter(8, 2)).as("another source").isTrue();
    counts.leave(7);
    assertThat(counts.enter(7, 2)).isTrue();
  }

  @Test
  void leavingWithoutHavingEnteredIsAFault() {
    assertThatThrownBy(() -> new SourceCounts().leave(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void countsAreThoseOfAPlainMapWhateverComesAndGoes() {
    Random random = new Random(42);
    SourceCounts counts = new SourceCounts();
    Map<Long, Integer> plain = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      // Grows to some thousand sources, then shrinks again.
      long source = random.nextInt(5_000);
      boolean enters = random.nextInt(100) < (i < 100_000 ? 70 : 30);
      int present = plain.getOrDefault(source, 0);
      if (enters) {
        assertThat(counts.enter(source, 5)).isEqualTo(present < 5);
        plain.put(source, Math.min(5, present + 1));
      } else if (present > 0) {
        counts.leave(source);
        plain.put(source, present - 1);
      }
    }
    assertThat(counts.sources())
        .isEqualTo((int) plain.values().stream().filter(n -> n > 0).count());
  }

  @Test
  void threadsThatShareItNeverLetInTooMany() throws Exception {
    SourceCounts counts = new SourceCounts();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> entered = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        entered.add(
            threads.submit(() -> {
              int in = 0;
              for (int i = 0; i < 10_000; i++) {
                in += counts.enter(i % 10, 100) ? 1 : 0;
              }
              return in;
            }));
      }
      int all = 0;
      for (Future<Integer> in : entered) {
        all += in.get();
      }
      assertThat(all).isEqualTo(10 * 100);
    }
  }
}
