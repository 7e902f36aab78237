package io.sluice.health.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  private final Schedule<String> schedule = new Schedule<>();

  @Test
  void givesWhatIsDueTheEarliestFirst() {
    schedule.put("b", 20);
    schedule.put("a", 10);
    schedule.put("c", 30);

    assertThat(schedule.take(20, 10)).containsExactly("a", "b");
    assertThat(schedule.next()).hasValue(30);
  }

  @Test
  void givesNoMoreThanAskedFor() {
    schedule.put("a", 1);
    schedule.put("b", 2);

    assertThat(schedule.take(5, 1)).containsExactly("a");
    assertThat(schedule.overdue(5)).isEqualTo(1);
    assertThat(schedule.take(5, 1)).containsExactly("b");
  }

  @Test
  void aNewTimeReplacesTheOld() {
    schedule.put("a", 10);
    schedule.put("a", 50);

    assertThat(schedule.take(20, 10)).isEmpty();
    assertThat(schedule.next()).hasValue(50);
    assertThat(schedule.take(50, 10)).containsExactly("a");
  }

  @Test
  void aRemovedKeyIsNeverGiven() {
    schedule.put("a", 10);
    schedule.remove("a");

    assertThat(schedule.next()).isEmpty();
    assertThat(schedule.take(99, 10)).isEmpty();
  }

  @Test
  void staysSmallWhenTimesAreReplacedOften() {
    schedule.put("first", 0);
    for (int i = 0; i < 10_000; i++) {
      schedule.put("a", 100_000 - i);
    }

    assertThat(schedule.take(200_000, 10)).containsExactly("first", "a");
  }
}
