package io.sluice.health.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.health.Samples;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PairHealthTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final HealthCheck CHECK = Samples.paced(Samples.http(), 5, null, 3, 2);

  private final PairHealth health = new PairHealth(START);
  private int seconds;

  @Test
  void oneSuccessMakesANewTargetHealthy() {
    assertThat(succeed()).isTrue();

    assertThat(health.state()).isEqualTo(State.HEALTHY);
    assertThat(health.since()).isEqualTo(START.plusSeconds(1));
  }

  @Test
  void aNewTargetIsUnhealthyAfterTheThresholdOfFailures() {
    assertThat(fail(Reason.CONNECT_FAILED)).isFalse();
    assertThat(health.state()).isEqualTo(State.INITIAL);

    assertThat(fail(Reason.CONNECT_FAILED)).isTrue();
    assertThat(health.state()).isEqualTo(State.UNHEALTHY);
    assertThat(health.reason()).isEqualTo(Reason.CONNECT_FAILED);
  }

  @Test
  void aSuccessInBetweenStartsTheCountOfFailuresAgain() {
    succeed();
    fail(Reason.CONNECT_FAILED);
    succeed();

    assertThat(fail(Reason.CONNECT_FAILED)).isFalse();
    assertThat(health.state()).isEqualTo(State.HEALTHY);
  }

  @Test
  void anUnhealthyTargetNeedsTheThresholdOfSuccesses() {
    fail(Reason.CONNECT_FAILED);
    fail(Reason.CONNECT_FAILED);

    assertThat(succeed()).isFalse();
    assertThat(succeed()).isFalse();
    assertThat(health.state()).isEqualTo(State.UNHEALTHY);
    assertThat(succeed()).isTrue();
    assertThat(health.state()).isEqualTo(State.HEALTHY);
    assertThat(health.reason()).isNull();
  }

  @Test
  void anotherReasonIsAChangeThatKeepsTheTimeOfTheState() {
    fail(Reason.CONNECT_FAILED);
    fail(Reason.CONNECT_FAILED);
    Instant since = health.since();

    assertThat(fail(Reason.CONNECT_TIMEOUT)).isTrue();
    assertThat(fail(Reason.CONNECT_TIMEOUT)).isFalse();
    assertThat(health.reason()).isEqualTo(Reason.CONNECT_TIMEOUT);
    assertThat(health.since()).isEqualTo(since);
  }

  @Test
  void keepsTheTenNewestResults() {
    for (int i = 0; i < 12; i++) {
      succeed();
    }

    assertThat(health.results()).hasSize(10);
    assertThat(health.results().getFirst().at()).isEqualTo(START.plusSeconds(12));
    assertThat(health.results().getLast().at()).isEqualTo(START.plusSeconds(3));
  }

  @Test
  void aTargetWhoseCheckIsSwitchedOffCountsAsHealthy() {
    fail(Reason.CONNECT_FAILED);
    fail(Reason.CONNECT_FAILED);

    assertThat(health.checkOff(START.plusSeconds(9))).isTrue();
    assertThat(health.state()).isEqualTo(State.HEALTHY);
    assertThat(health.checkOff(START.plusSeconds(10))).isFalse();
  }

  private boolean succeed() {
    return record(Verdict.passed("Status 200."));
  }

  private boolean fail(Reason reason) {
    return record(Verdict.failed(reason, "why"));
  }

  private boolean record(Verdict verdict) {
    seconds++;
    return health.record(new ProbeResult(START.plusSeconds(seconds), verdict, 1), CHECK);
  }
}
