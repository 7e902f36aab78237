package io.sluice.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyRateTest {
  private static final long SECOND = 1_000_000_000;
  private static final long IDLE = 60 * SECOND;
  private static final int RATE = 100;

  private final BodyRate rate = new BodyRate(0);

  @Test
  void graceIsFree() {
    assertThat(rate.tooSlow(5 * SECOND, 0, true, RATE, IDLE)).isFalse();
    assertThat(rate.tooSlow(5 * SECOND + 1, 0, true, RATE, IDLE)).isTrue();
  }

  @Test
  void bodyThatComesAtTheRateIsNeverTooSlow() {
    for (int s = 1; s < 3_600; s++) {
      assertThat(rate.tooSlow(s * SECOND, (long) s * RATE, true, RATE, IDLE)).isFalse();
    }
  }

  @Test
  void bodyThatDripsIsTooSlowSoonAfterTheGrace() {
    int s = 1;
    while (!rate.tooSlow(s * SECOND, s, true, RATE, IDLE)) {
      s++;
    }
    assertThat(s).isEqualTo(6);
  }

  @Test
  void clientThatIsHeldBackIsNotBlamed() {
    assertThat(rate.tooSlow(3_600 * SECOND, 0, false, RATE, IDLE)).isFalse();
    assertThat(rate.tooSlow(3_604 * SECOND, 0, true, RATE, IDLE)).isFalse();
    assertThat(rate.tooSlow(3_606 * SECOND, 0, true, RATE, IDLE)).isTrue();
  }

  @Test
  void clientThatWasFastMayPauseAsLongAsAnIdleConnection() {
    assertThat(rate.tooSlow(SECOND, 5L << 40, true, RATE, IDLE)).isFalse();
    assertThat(rate.tooSlow(60 * SECOND, 5L << 40, true, RATE, IDLE)).isFalse();
    assertThat(rate.tooSlow(62 * SECOND, 5L << 40, true, RATE, IDLE)).isTrue();
  }
}
