package io.sluice.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WaitingLineTest {
  private final GatewayStates states = GatewayStates.unobserved();
  private final TargetState target = states.target(new UUID(1, 1), new UUID(2, 2));
  private final TargetState other = states.target(new UUID(1, 1), new UUID(2, 3));
  private final WaitingLine line = new WaitingLine();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<String> called = new ArrayList<>();

  @Test
  void roomIsLimitedAndComesBack() {
    assertThat(target.take(2)).isTrue();
    assertThat(target.take(2)).isTrue();
    assertThat(target.take(2)).isFalse();
    assertThat(target.hasRoom(2)).isFalse();

    line.release(target, 2);

    assertThat(target.hasRoom(2)).isTrue();
    assertThat(other.hasRoom(2)).isTrue();
  }

  @Test
  void roomThatIsGivenBackGoesToThoseThatWaitInOrder() {
    target.take(1);
    join("a", 10);
    join("b", 10);

    line.release(target, 1);
    assertThat(target.take(1)).as("nobody who comes later gets it").isFalse();
    line.release(target, 1);
    run();

    assertThat(called).containsExactly("a", "b");
    assertThat(line.isEmpty()).isTrue();
    assertThat(line.size()).isZero();
    assertThat(line.joined()).isEqualTo(2);
  }

  @Test
  void noMoreWaitThanMay() {
    assertThat(join("a", 1)).isNotNull();
    assertThat(join("b", 1)).isNull();
    assertThat(join("c", 0)).isNull();
    assertThat(line.size()).isEqualTo(1);
  }

  @Test
  void whoLeavesIsNotCalledAndMakesRoomInTheLine() {
    target.take(1);
    WaitingLine.Place first = join("a", 1);
    line.leave(first);
    line.leave(first);
    join("b", 1);

    line.release(target, 1);
    run();

    assertThat(called).containsExactly("b");
    assertThat(line.size()).isZero();
  }

  @Test
  void aTargetIsOfferedToAsManyAsItHasRoomFor() {
    join("a", 10);
    join("b", 10);
    join("c", 10);

    line.offer(target, 2);
    run();

    assertThat(called).containsExactly("a", "b");
    assertThat(target.take(2)).isFalse();
  }

  @Test
  void roomAboveACapThatWasLoweredIsNotHandedOn() {
    target.take(2);
    target.take(2);
    join("a", 10);

    line.release(target, 1);
    run();
    assertThat(called).isEmpty();
    line.release(target, 1);
    run();

    assertThat(called).containsExactly("a");
  }

  private WaitingLine.Place join(String name, int most) {
    return line.join(most, tasks::add, (place, given) -> called.add(name));
  }

  private void run() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }
}
