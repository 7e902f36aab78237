package io.sluice.gateway.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.contracts.model.TargetHealth.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {
  private static final int KEYS = 100_000;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10, 15, 16, 17, 50, 200})
  void removingOneOfManyMovesItsKeysAlone(int n) {
    List<Endpoint> all = targets(n, i -> 10);
    List<Endpoint> rest = new ArrayList<>(all);
    Endpoint gone = rest.remove(n / 2);
    Placement before = placement(all);
    Placement after = placement(rest);

    int moved = 0;
    for (int key = 0; key < KEYS; key++) {
      Endpoint then = all.get(before.first(hash(key)));
      Endpoint now = rest.get(after.first(hash(key)));
      if (then.equals(gone)) {
        moved++;
      } else {
        assertThat(now).isEqualTo(then);
      }
    }

    assertThat((double) moved / KEYS).isBetween(0.75 / n, 1.25 / n);
  }

  @Test
  void aTargetThatComesTakesKeysFromAllAndNoneMovesBetweenTheOthers() {
    List<Endpoint> all = targets(20, i -> 10);
    List<Endpoint> before = all.subList(0, 19);
    Placement few = placement(before);
    Placement more = placement(all);

    Set<Integer> lost = new HashSet<>();
    for (int key = 0; key < KEYS; key++) {
      int then = few.first(hash(key));
      int now = more.first(hash(key));
      assertThat(now).isIn(then, 19);
      if (now != then) {
        lost.add(then);
      }
    }

    assertThat(lost).hasSize(19);
  }

  @Test
  void aTargetThatBecomesHeavierTakesKeysAndGivesNone() {
    Placement before = placement(targets(20, i -> 10));
    Placement after = placement(targets(20, i -> i == 3 ? 20 : 10));

    int moved = 0;
    for (int key = 0; key < KEYS; key++) {
      int then = before.first(hash(key));
      int now = after.first(hash(key));
      assertThat(now).isIn(then, 3);
      moved += now == then ? 0 : 1;
    }

    // From 10 of 200 to 20 of 210.
    assertThat((double) moved / KEYS).isCloseTo(20.0 / 210 - 10.0 / 200, within(0.005));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 100})
  void keysFollowTheWeights(int n) {
    Random random = new Random(n);
    int[] weights = IntStream.range(0, n).map(i -> 1 + random.nextInt(256)).toArray();
    int total = IntStream.of(weights).sum();
    Placement placement = placement(targets(n, i -> weights[i]));
    int[] got = new int[n];
    for (int key = 0; key < KEYS; key++) {
      got[placement.first(hash(key))]++;
    }

    for (int i = 0; i < n; i++) {
      assertThat((double) got[i] / KEYS)
          .as("target %s of weight %s", i, weights[i])
          .isCloseTo((double) weights[i] / total, within(0.01));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 40})
  void theOrderAndTheIdsOfTargetsMakeNoDifference(int n) {
    List<Endpoint> one = targets(n, i -> 1 + i);
    List<Endpoint> two = new ArrayList<>();
    for (Endpoint e : one) {
      two.add(
          new Endpoint(
              UUID.randomUUID(),
              e.host(),
              e.port(),
              e.weight(),
              "b",
              false,
              State.INITIAL,
              false,
              true));
    }
    Collections.shuffle(two, new Random(1));
    Placement first = placement(one);
    Placement second = placement(two);

    for (int key = 0; key < 10_000; key++) {
      assertThat(two.get(second.first(hash(key))).port())
          .isEqualTo(one.get(first.first(hash(key))).port());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 40})
  void theNextInOrderIsWhereAKeyGoesWithoutTheFirst(int n) {
    List<Endpoint> all = targets(n, i -> 1 + i % 3);
    Placement placement = placement(all);

    for (int key = 0; key < 200; key++) {
      List<Endpoint> left = new ArrayList<>(all);
      Set<Integer> tried = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        int next = placement.first(hash(key), index -> !tried.contains(index));
        assertThat(all.get(next)).isEqualTo(left.get(placement(left).first(hash(key))));
        tried.add(next);
        left.remove(all.get(next));
      }
    }
  }

  @Test
  void withoutTargetsThereIsNone() {
    Placement none = placement(List.of());

    assertThat(none.first(hash(1))).isNegative();
    assertThat(none.first(hash(1), index -> true)).isNegative();
    assertThat(placement(targets(2, i -> 1)).first(hash(1), index -> false)).isNegative();
  }

  @Test
  void itIsNotMadeAnewWhenTargetsStayTheSame() {
    Placement before = placement(targets(20, i -> 10));

    assertThat(placement(targets(20, i -> 10), before)).isSameAs(before);
    assertThat(placement(targets(20, i -> 11), before)).isNotEqualTo(before);
    assertThat(placement(targets(20, i -> 10))).isEqualTo(before).hasSameHashCodeAs(before);
  }

  /** A gateway of another version must place keys alike, or a rolling update moves them all. */
  @Test
  void placesAreTheSameForever() {
    Placement placement = placement(targets(5, i -> 1 + i));

    assertThat(IntStream.range(0, 20).map(key -> placement.first(hash(key))).boxed())
        .containsExactly(2, 1, 4, 4, 1, 4, 3, 4, 2, 3, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4);
  }

  private static Placement placement(List<Endpoint> targets) {
    return placement(targets, null);
  }

  private static Placement placement(List<Endpoint> targets, Placement before) {
    return Placement.of(targets, targets.stream().map(Endpoint::weight).toList(), before);
  }

  private static long hash(int key) {
    return Placement.hash("user-" + key);
  }

  private static List<Endpoint> targets(int n, IntUnaryOperator weight) {
    return IntStream.range(0, n)
        .mapToObj(i -> Samples.endpoint(i, weight.applyAsInt(i), false, State.HEALTHY))
        .toList();
  }
}
