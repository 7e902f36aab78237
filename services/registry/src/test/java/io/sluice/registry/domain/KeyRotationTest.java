package io.sluice.registry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.domain.KeyRotation.Key;
import io.sluice.registry.domain.KeyRotation.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyRotationTest {
  private static final Instant T = Instant.ofEpochSecond(1_800_000_000);
  private static final Duration DAY = Duration.ofHours(24);

  private final KeyRotation rotation = new KeyRotation(DAY);

  @Test
  void atFirstThereIsOneToUseAndOneForLater() {
    assertThat(rotation.plan(List.of(), T).add())
        .containsExactly(T.plusSeconds(5), T.plusSeconds(5).plus(DAY));
  }

  @Test
  void nothingIsDueWhileOneIsPublishedForLater() {
    assertThat(rotation.plan(keys(T, T.plus(DAY)), T.plusSeconds(86_399)).isEmpty()).isTrue();
  }

  @Test
  void whenOneIsTakenIntoUseTheNextIsPublishedAWholePeriodAhead() {
    Plan plan = rotation.plan(keys(T, T.plus(DAY)), T.plus(DAY).plusSeconds(3));

    assertThat(plan.add()).containsExactly(T.plus(DAY.multipliedBy(2)));
    assertThat(plan.remove()).isEmpty();
  }

  @Test
  void afterALongAbsenceTheNextIsStillPublishedBeforeItIsUsed() {
    Instant now = T.plus(Duration.ofDays(30));

    assertThat(rotation.plan(keys(T), now).add()).containsExactly(now.plusSeconds(300));
  }

  @Test
  void aKeyStaysAsLongAsACookieSealedWithItMayLive() {
    List<Key> keys = keys(T, T.plus(DAY), T.plus(DAY.multipliedBy(20)));
    Instant end = T.plus(DAY).plusSeconds(604_800).plusSeconds(3_600);

    assertThat(rotation.plan(keys, end.minusMillis(1)).remove()).isEmpty();
    assertThat(rotation.plan(keys, end).remove()).containsExactly(keys.getFirst().id());
  }

  @Test
  void keysThatCannotBeReadAreReplaced() {
    List<Key> keys =
        List.of(
            new Key(UUID.randomUUID(), T, false), new Key(UUID.randomUUID(), T.plus(DAY), false));

    assertThat(rotation.plan(keys, T).add()).hasSize(2);
  }

  @Test
  void atAnyMomentAGatewayThatMissedNothingForAnHourCanOpenWhatAnySeals() {
    List<Key> keys = new ArrayList<>();
    int most = 0;
    for (Instant now = T; now.isBefore(T.plus(Duration.ofDays(60))); now = now.plusSeconds(600)) {
      Plan plan = rotation.plan(keys, now);
      keys.removeIf(key -> plan.remove().contains(key.id()));
      for (Instant usedFrom : plan.add()) {
        keys.add(new Key(UUID.randomUUID(), usedFrom, true));
        assertThat(Duration.between(now, usedFrom)).isGreaterThanOrEqualTo(KeyRotation.FIRST_LEAD);
      }
      most = Math.max(most, keys.size());
      assertThat(keys.stream().max(Comparator.comparing(Key::usedFrom)).orElseThrow().usedFrom())
          .isAfter(now);
    }

    assertThat(most).isLessThanOrEqualTo(10);
  }

  private static List<Key> keys(Instant... usedFrom) {
    List<Key> keys = new ArrayList<>();
    for (Instant time : usedFrom) {
      keys.add(new Key(UUID.randomUUID(), time, true));
    }
    return keys;
  }
}
