package io.sluice.gateway.balancing;

import static io.sluice.gateway.table.Samples.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.gateway.resilience.GatewayStates;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.Placement;
import io.sluice.gateway.table.Samples;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.table.Zoning;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SlowStartTest {
  private static final int SECONDS = 100;
  private static final int REQUESTS = 20_000;

  private LoopService service;
  private Algorithm algorithm;

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void theShareOfATargetThatIsRegisteredLaterGrowsWithTime(Algorithm algorithm) {
    started(algorithm, healthy(3));
    at(1_000, healthy(4));

    for (int percent : new int[] {10, 30, 50, 80, 100}) {
      double weight = percent / 100.0;
      // Keys are taken over from the three others, without a change of what they have by weight.
      double share = keyed(algorithm) ? weight / 4 : weight / (3 + weight);
      assertThat(share(3, 1_000 + percent)).isCloseTo(share, within(0.01));
    }
    assertThat(percents()).containsExactly(100, 100, 100, 100);
  }

  @Test
  void byLatencyAFasterTargetThatGrowsIsNotFlooded() {
    started(Algorithm.PEAK_EWMA, healthy(1));
    at(1_000, healthy(2));
    service.endpoint(new UUID(0, 0)).answered(nanos(1), nanos(1_000));
    service.endpoint(new UUID(0, 1)).answered(1, nanos(1_000));

    // A tenth of its weight, and a tenth of what it would be preferred for.
    assertThat(share(1, 1_000)).isCloseTo(0.1 / 1.1 + 1 / 1.1 * 0.1, within(0.01));
    service.endpoint(new UUID(0, 0)).answered(nanos(1), nanos(1_100));
    assertThat(share(1, 1_100)).isGreaterThan(0.9);
  }

  @Test
  void itBeginsWithATenth() {
    started(Algorithm.WEIGHTED_ROUND_ROBIN, healthy(3));
    at(1_000, healthy(4));

    assertThat(share(3, 1_000)).isCloseTo(0.1 / 3.1, within(0.001));
    assertThat(share(3, 1_005)).isCloseTo(0.1 / 3.1, within(0.001));
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"SOURCE_IP_HASH", "CONSISTENT_HASH"})
  void keysMoveToAGrowingTargetOnceAndBetweenOthersNever(Algorithm algorithm) {
    started(algorithm, healthy(5));
    int[] before = places();
    at(1_000, healthy(6));
    int[] last = before;
    for (int seconds = 1_000; seconds <= 1_100; seconds += 10) {
      service.tick(nanos(seconds));
      int[] now = places();
      for (int key = 0; key < now.length; key++) {
        assertThat(now[key]).isIn(last[key], 5);
      }
      last = now;
    }

    assertThat(Arrays.stream(last).filter(place -> place == 5).count() / (double) last.length)
        .isCloseTo(1 / 6.0, within(0.01));
  }

  @Test
  void oneThatIsHealthyAgainGrowsToo() {
    started(Algorithm.WEIGHTED_ROUND_ROBIN, healthy(3));
    Endpoint[] one = healthy(3);
    one[1] = endpoint(1, 10, false, State.UNHEALTHY);
    at(1_000, one);
    at(1_010, healthy(3));

    assertThat(percents()).containsExactly(100, 10, 100);
    service.tick(nanos(1_060));
    assertThat(percents()).containsExactly(100, 50, 100);
  }

  @Test
  void nothingGrowsWhenAllAreNew() {
    started(Algorithm.WEIGHTED_ROUND_ROBIN, healthy(2));
    at(SECONDS - 1, healthy(4));
    assertThat(percents()).containsOnly(100);

    at(SECONDS, healthy(5));
    assertThat(percents()).containsExactly(100, 100, 100, 100, 10);
  }

  @Test
  void nothingGrowsWhenAServiceComesBackAsAWhole() {
    started(Algorithm.WEIGHTED_ROUND_ROBIN, healthy(2));
    at(1_000, endpoint(0, 10, false, State.UNHEALTHY), endpoint(1, 10, false, State.UNHEALTHY));
    at(1_010, endpoint(0, 10, false, State.HEALTHY), endpoint(1, 10, false, State.UNHEALTHY));
    at(1_012, healthy(2));

    assertThat(percents()).containsOnly(100);
  }

  @Test
  void withoutSlowStartNothingGrowsAndOneThatIsTurnedOffEndsAtOnce() {
    service =
        new LoopService(
            table(Algorithm.WEIGHTED_ROUND_ROBIN, 0, healthy(2)),
            0,
            random(),
            GatewayStates.unobserved(),
            0);
    service.update(table(Algorithm.WEIGHTED_ROUND_ROBIN, 0, healthy(3)), nanos(1_000));
    assertThat(percents()).containsOnly(100);

    service.update(table(Algorithm.WEIGHTED_ROUND_ROBIN, SECONDS, healthy(4)), nanos(2_000));
    assertThat(percents()).containsExactly(100, 100, 100, 10);
    service.update(table(Algorithm.WEIGHTED_ROUND_ROBIN, 0, healthy(4)), nanos(2_001));
    service.tick(nanos(2_001));
    assertThat(percents()).containsOnly(100);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "256, 256", "1, 256"})
  void sharesOfAnyWeightGrowAlike(int old, int added) {
    started(Algorithm.WEIGHTED_ROUND_ROBIN, endpoint(0, old, false, State.HEALTHY));
    at(1_000, endpoint(0, old, false, State.HEALTHY), endpoint(1, added, false, State.HEALTHY));

    double grown = added * 0.4;
    assertThat(share(1, 1_040)).isCloseTo(grown / (old + grown), within(0.001));
  }

  private static boolean keyed(Algorithm algorithm) {
    return algorithm == Algorithm.SOURCE_IP_HASH || algorithm == Algorithm.CONSISTENT_HASH;
  }

  private void started(Algorithm algorithm, Endpoint... endpoints) {
    this.algorithm = algorithm;
    service =
        new LoopService(
            table(algorithm, SECONDS, endpoints), 0.3, random(), GatewayStates.unobserved(), 0);
  }

  private void at(int seconds, Endpoint... endpoints) {
    service.update(table(algorithm, SECONDS, endpoints), nanos(seconds));
  }

  private double share(int target, int seconds) {
    service.tick(nanos(seconds));
    Random keys = new Random(3);
    int got = 0;
    for (int i = 0; i < REQUESTS; i++) {
      LoopEndpoint chosen =
          service.balancer(Zoning.ANY).choose(keys.nextLong(), nanos(seconds), List.of());
      got += chosen.targetId().equals(new UUID(0, target)) ? 1 : 0;
    }
    return (double) got / REQUESTS;
  }

  private int[] places() {
    return IntStream.range(0, REQUESTS)
        .map(i ->
            (int)
                service
                    .balancer(Zoning.ANY)
                    .choose(Placement.hash("key " + i), 0, List.of())
                    .targetId()
                    .getLeastSignificantBits())
        .toArray();
  }

  private List<Integer> percents() {
    return service.endpoints().stream()
        .sorted(Comparator.comparing(LoopEndpoint::targetId))
        .map(LoopEndpoint::percent)
        .toList();
  }

  private static ServiceTable table(Algorithm algorithm, int seconds, Endpoint... endpoints) {
    return Samples.service(algorithm, seconds, endpoints);
  }

  private static Endpoint[] healthy(int targets) {
    return IntStream.range(0, targets)
        .mapToObj(i -> endpoint(i, 10, false, State.HEALTHY))
        .toArray(Endpoint[]::new);
  }

  private static Random random() {
    return new Random(1);
  }

  private static long nanos(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
