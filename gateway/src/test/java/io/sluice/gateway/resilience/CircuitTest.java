package io.sluice.gateway.resilience;

import static io.sluice.gateway.resilience.LoopCircuit.Outcome.FAILED;
import static io.sluice.gateway.resilience.LoopCircuit.Outcome.SUCCEEDED;
import static io.sluice.gateway.resilience.LoopCircuit.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.CircuitBreaker;
import io.sluice.gateway.resilience.Circuit.State;
import io.sluice.gateway.resilience.LoopCircuit.Outcome;
import io.sluice.gateway.resilience.LoopCircuit.Pass;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private static final CircuitBreaker SETTINGS = new CircuitBreaker(50, 10, 10, 5);

  private long now = TimeUnit.HOURS.toNanos(50);
  private final Circuit circuit = new Circuit(now);
  private final LoopCircuit one = circuit.newLoop();
  private final LoopCircuit two = circuit.newLoop();

  @Test
  void opensWhenTheShareOfFailuresIsReachedByEnoughRequests() {
    end(one, 4, SUCCEEDED);
    end(one, 4, FAILED);
    end(one, 1, SUCCEEDED);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);

    end(one, 1, FAILED);

    assertThat(circuit.state()).isEqualTo(State.OPEN);
    assertThat(circuit.opened()).isEqualTo(1);
    assertThat(one.enter(SETTINGS, now)).isNull();
    assertThat(circuit.refused()).isEqualTo(1);
    assertThat(circuit.retryAfterSeconds(now)).isEqualTo(5);
  }

  @Test
  void eventLoopsAreCountedTogether() {
    end(one, 5, SUCCEEDED);
    end(two, 5, FAILED);

    assertThat(circuit.state()).isEqualTo(State.OPEN);
    assertThat(one.enter(SETTINGS, now)).isNull();
    assertThat(two.enter(SETTINGS, now)).isNull();
  }

  @Test
  void fewFailuresAmongManyLeaveItClosed() {
    for (int i = 0; i < 100; i++) {
      end(one, 2, SUCCEEDED);
      end(two, 1, FAILED);
    }

    assertThat(circuit.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void whatIsOlderThanTheWindowDoesNotCount() {
    end(one, 9, FAILED);
    pass(10_000);
    end(one, 9, FAILED);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
    pass(5_000);
    end(one, 1, FAILED);

    assertThat(circuit.state()).isEqualTo(State.OPEN);
  }

  @Test
  void afterItsTimeOneRequestAtATimeIsLetThrough() {
    open();
    pass(4_999);
    assertThat(one.enter(SETTINGS, now)).isNull();
    pass(1);
    Pass trial = one.enter(SETTINGS, now);
    assertThat(trial).isNotNull();
    assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
    assertThat(two.enter(SETTINGS, now)).isNull();
    assertThat(circuit.retryAfterSeconds(now)).isEqualTo(1);

    trial.ended(SUCCEEDED, now);

    assertThat(circuit.state()).isEqualTo(State.CLOSED);
    assertThat(two.enter(SETTINGS, now)).isNotNull();
  }

  @Test
  void whatFailedBeforeDoesNotOpenItAgain() {
    open();
    pass(5_000);
    one.enter(SETTINGS, now).ended(SUCCEEDED, now);
    pass(1_000);
    end(one, 9, FAILED);
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
    end(one, 1, FAILED);
    assertThat(circuit.state()).isEqualTo(State.OPEN);
  }

  @Test
  void aTrialThatFailsOpensItForItsTimeAgain() {
    open();
    pass(5_000);
    one.enter(SETTINGS, now).ended(FAILED, now);
    assertThat(circuit.state()).isEqualTo(State.OPEN);
    pass(4_999);
    assertThat(one.enter(SETTINGS, now)).isNull();
    pass(1);
    assertThat(one.enter(SETTINGS, now)).isNotNull();
    assertThat(circuit.opened()).isEqualTo(2);
  }

  @Test
  void aTrialThatShowsNothingIsFollowedByAnother() {
    open();
    pass(5_000);
    one.enter(SETTINGS, now).ended(UNKNOWN, now);

    assertThat(two.enter(SETTINGS, now)).isNotNull();
  }

  @Test
  void whatEndsWhileItIsOpenChangesNothing() {
    Pass late = one.enter(SETTINGS, now);
    open();
    late.ended(FAILED, now);
    late.ended(SUCCEEDED, now);

    assertThat(circuit.state()).isEqualTo(State.OPEN);
    assertThat(circuit.opened()).isEqualTo(1);
  }

  @Test
  void withoutSettingsNothingIsRefusedOrCounted() {
    for (int i = 0; i < 100; i++) {
      one.enter(null, now).ended(FAILED, now);
    }
    open();

    assertThat(one.enter(null, now)).isNotNull();
    assertThat(circuit.refused()).isZero();
  }

  private void open() {
    end(one, 10, FAILED);
    assertThat(circuit.state()).isEqualTo(State.OPEN);
  }

  private void end(LoopCircuit loop, int requests, Outcome outcome) {
    for (int i = 0; i < requests; i++) {
      loop.enter(SETTINGS, now).ended(outcome, now);
    }
  }

  private void pass(int millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
