package io.sluice.bridge.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theSecretBeforeStaysGoodUntilItsTime() {
    Secrets secrets = Secrets.of("old").rotate("new", NOW);

    assertThat(secrets.good(NOW.minusSeconds(1))).containsExactly("new", "old");
    assertThat(secrets.good(NOW)).containsExactly("new");
  }

  @Test
  void madeSecretsAreLongAndDifferent() {
    assertThat(Secrets.generate()).matches("[0-9a-f]{64}").isNotEqualTo(Secrets.generate());
  }

  @Test
  void waitsLongerAfterEachAttemptUpToALimit() {
    assertThat(BackOff.after(1)).isEqualTo(Duration.ofMillis(200));
    assertThat(BackOff.after(2)).isEqualTo(Duration.ofMillis(400));
    assertThat(BackOff.after(1_000)).isEqualTo(Duration.ofSeconds(15));
  }
}
