package io.sluice.gateway.balancing;

import static io.sluice.gateway.table.Samples.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.gateway.balancing.Simulation.Time;
import io.sluice.gateway.table.Endpoint;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests through two gateways with four event loops each, none of which knows of the others. */
class DistributionTest {
  private static final int REQUESTS = 10_000;

  @ParameterizedTest
  @CsvSource({
    "WEIGHTED_ROUND_ROBIN, 1",
    "WEIGHTED_ROUND_ROBIN, 64",
    "WEIGHTED_LEAST_CONNECTIONS, 1",
    "WEIGHTED_LEAST_CONNECTIONS, 8",
    "WEIGHTED_LEAST_CONNECTIONS, 64",
    "WEIGHTED_LEAST_CONNECTIONS, 512",
    "PEAK_EWMA, 1",
    "WEIGHTED_LEAST_CONNECTIONS, 16",
    "WEIGHTED_LEAST_CONNECTIONS, 32",
    "WEIGHTED_LEAST_CONNECTIONS, 128",
    "PEAK_EWMA, 8",
    "PEAK_EWMA, 16",
    "PEAK_EWMA, 32",
    "PEAK_EWMA, 128",
    "PEAK_EWMA, 64",
    "PEAK_EWMA, 512",
    "SOURCE_IP_HASH, 8",
    "CONSISTENT_HASH, 8",
  })
  void targetsOfEqualSpeedGetTheirSharesByWeight(Algorithm algorithm, int atOnce) {
    int[] got =
        new Simulation(algorithm, weights(1, 2, 7))
            .run(REQUESTS, atOnce, Time.about(5_000_000, 1, 1, 1));

    assertThat((double) got[0] / REQUESTS).isCloseTo(0.1, within(0.02));
    assertThat((double) got[1] / REQUESTS).isCloseTo(0.2, within(0.02));
    assertThat((double) got[2] / REQUESTS).isCloseTo(0.7, within(0.02));
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"WEIGHTED_LEAST_CONNECTIONS", "PEAK_EWMA"})
  void aTargetThatIsTenTimesSlowerGetsFarLess(Algorithm algorithm) {
    int[] got =
        new Simulation(algorithm, weights(10, 10, 10))
            .run(REQUESTS, 64, Time.about(5_000_000, 1, 1, 10));

    assertThat(got[2]).isLessThan(REQUESTS / 10);
    assertThat((double) got[0] / got[1]).isBetween(0.9, 1.1);
  }

  @Test
  void byLatencyATargetThatFailsFastGetsNextToNothing() {
    int[] got =
        new Simulation(Algorithm.PEAK_EWMA, weights(10, 10, 10))
            .failing(2)
            .run(REQUESTS, 64, Time.about(5_000_000, 1, 1, 0.02));

    // Each of the eight event loops has to learn it for itself.
    assertThat(got[2]).isLessThan(REQUESTS / 100);
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"WEIGHTED_ROUND_ROBIN", "WEIGHTED_LEAST_CONNECTIONS", "PEAK_EWMA"})
  void aNewTargetGetsItsShareAndIsNotFlooded(Algorithm algorithm) {
    Simulation simulation = new Simulation(algorithm, weights(10, 10, 10, 10));
    simulation.run(REQUESTS, 64, Time.about(5_000_000, 1, 1, 1, 1));
    simulation.targets(weights(10, 10, 10, 10, 10));

    // Its first answers take as long as all of this run.
    int[] got = simulation.run(200, 64, Time.about(5_000_000, 1, 1, 1, 1, 1_000));

    assertThat(got[4]).isBetween(4, 200 / 5 + 2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"WEIGHTED_LEAST_CONNECTIONS", "PEAK_EWMA"})
  void firstRequestsOfManyEventLoopsDoNotAllGoToOneTarget(Algorithm algorithm) {
    int[] got =
        new Simulation(algorithm, weights(10, 10, 10, 10))
            .run(800, 1, Time.about(5_000_000, 1, 1, 1, 1));

    assertThat(IntStream.of(got).boxed())
        .allSatisfy(requests -> assertThat(requests).isBetween(130, 270));
  }

  private static Endpoint[] weights(int... weights) {
    return IntStream.range(0, weights.length)
        .mapToObj(i -> endpoint(i, weights[i], false, State.HEALTHY))
        .toArray(Endpoint[]::new);
  }
}
