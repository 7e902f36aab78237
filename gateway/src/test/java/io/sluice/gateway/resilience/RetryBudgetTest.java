package io.sluice.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.limits.TokenBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private long now = TimeUnit.SECONDS.toNanos(1_000);
  private final TokenBucket common = new TokenBucket(now / RetryBudget.SECONDS);
  private final RetryBudget budget = new RetryBudget(common);

  @Test
  void thirtyInTenSecondsAreAllowedWhateverTheShare() {
    assertThat(taken(100, 0)).isEqualTo(30);
    pass(1);
    assertThat(taken(100, 0)).isEqualTo(3);
    pass(10);
    assertThat(taken(100, 0)).isEqualTo(30);
  }

  @Test
  void beyondTheseNoMoreThanTheShareOfTheRequests() {
    requests(1_000);

    assertThat(taken(1_000, 20)).isEqualTo(200 + 30);
    assertThat(taken(1_000, 20)).isZero();
  }

  @Test
  void requestsCountForTenSeconds() {
    taken(100, 0);
    requests(100);
    pass(9);
    assertThat(taken(100, 20)).isEqualTo(20 + 27);
    pass(1);
    requests(10);
    assertThat(taken(100, 20)).as("the requests are over, their retries are not").isEqualTo(3);
    pass(9);
    assertThat(taken(100, 20)).isEqualTo(2 + 27);
  }

  @Test
  void theSumOfAllEventLoopsHolds() {
    taken(100, 0);
    List<RetryBudget> loops = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      loops.add(new RetryBudget(common));
    }
    int retries = 0;
    for (int i = 0; i < 1_000; i++) {
      loops.get(i % 3).requestStarted(now);
      retries += loops.get(i % 3).take(20, now) ? 1 : 0;
    }

    assertThat(retries).isBetween(195, 200);
  }

  private void requests(int number) {
    for (int i = 0; i < number; i++) {
      budget.requestStarted(now);
    }
  }

  private int taken(int asked, int percent) {
    int taken = 0;
    for (int i = 0; i < asked; i++) {
      taken += budget.take(percent, now) ? 1 : 0;
    }
    return taken;
  }

  private void pass(int seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }
}
