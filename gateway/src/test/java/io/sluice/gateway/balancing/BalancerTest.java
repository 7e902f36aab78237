package io.sluice.gateway.balancing;

import static io.sluice.gateway.table.Samples.endpoint;
import static io.sluice.gateway.table.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.gateway.resilience.GatewayStates;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.table.Zoning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BalancerTest {
  private static final Random RANDOM = new Random(1);

  private LoopService service;

  @ParameterizedTest
  @CsvSource({
    "'5,1,1', aabacaaaabacaa",
    "'1,1,1', abcabc",
    "'4,2,1', abacabaabacaba",
    "'2,1', abaaba",
    "'7', aaa",
    "'1,0,1', acac",
  })
  void interleavesByWeightAsNginxDoes(String weights, String sequence) {
    Balancer balancer = balancer(table(weights(weights)), 0, RANDOM);

    assertThat(sequence(balancer, sequence.length())).isEqualTo(sequence);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 20, 50, 100})
  void givesEachTargetExactlyItsShareOfAWholeRound(int targets) {
    Random random = new Random(targets);
    int[] weights = IntStream.range(0, targets).map(i -> random.nextInt(257)).toArray();
    weights[0] = Math.max(1, weights[0]);
    int round = IntStream.of(weights).sum();
    Balancer balancer = balancer(table(weights), 0.37, RANDOM);

    Map<Integer, Integer> counts = count(balancer, 3 * round);

    for (int i = 0; i < targets; i++) {
      assertThat(counts.getOrDefault(i, 0)).as("target %s", i).isEqualTo(3 * weights[i]);
    }
  }

  @Test
  void leavesOutDrainingAndUnhealthyTargetsAndThoseOfWeightZero() {
    Balancer balancer =
        balancer(
            service(
                endpoint(0, 10, false, State.HEALTHY),
                endpoint(1, 10, true, State.HEALTHY),
                endpoint(2, 10, false, State.UNHEALTHY),
                endpoint(3, 0, false, State.HEALTHY),
                endpoint(4, 10, false, State.INITIAL),
                endpoint(5, 10, false, State.HEALTHY)),
            0,
            RANDOM);

    assertThat(sequence(balancer, 4)).isEqualTo("afaf");
  }

  @Test
  void usesAllThatMayTakeRequestsWhenNoneIsHealthy() {
    Balancer balancer =
        balancer(
            service(
                endpoint(0, 10, false, State.UNHEALTHY),
                endpoint(1, 10, true, State.HEALTHY),
                endpoint(2, 10, false, State.INITIAL),
                endpoint(3, 0, false, State.HEALTHY)),
            0,
            RANDOM);

    assertThat(balancer.service().failOpen()).isTrue();
    assertThat(sequence(balancer, 4)).isEqualTo("acac");
  }

  @Test
  void hasNoTargetWhenAllDrainOrHaveWeightZero() {
    Balancer balancer =
        balancer(
            service(endpoint(0, 10, true, State.HEALTHY), endpoint(1, 0, false, State.HEALTHY)),
            0,
            RANDOM);

    assertThat(balancer.choose(0, 0, List.of())).isNull();
  }

  @Test
  void anotherTargetIsChosenForEachAttemptUntilNoneIsLeft() {
    Balancer balancer = balancer(table(5, 1, 1), 0, RANDOM);
    List<LoopEndpoint> tried = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tried.add(balancer.choose(0, 0, tried));
    }

    assertThat(tried).doesNotHaveDuplicates().doesNotContainNull();
    assertThat(balancer.choose(0, 0, tried)).isNull();
  }

  @Test
  void aRetryGoesToATargetWithoutVerdictWhenNoHealthyOneIsLeft() {
    Balancer balancer =
        balancer(
            service(
                endpoint(0, 10, false, State.HEALTHY),
                endpoint(1, 10, false, State.UNHEALTHY),
                endpoint(2, 10, true, State.INITIAL),
                endpoint(3, 10, false, State.INITIAL)),
            0,
            RANDOM);
    LoopEndpoint first = balancer.choose(0, 0, List.of());

    LoopEndpoint second = balancer.choose(0, 0, List.of(first));

    assertThat(index(first.endpoint())).isEqualTo(0);
    assertThat(index(second.endpoint())).isEqualTo(3);
    assertThat(balancer.choose(0, 0, List.of(first, second))).isNull();
  }

  @Test
  void retriesDoNotChangeTheSharesForLong() {
    Balancer balancer = balancer(table(3, 2, 1), 0, RANDOM);
    for (int i = 0; i < 1_000; i++) {
      balancer.choose(0, 0, List.of(balancer.choose(0, 0, List.of())));
    }

    Map<Integer, Integer> counts = count(balancer, 6_000);

    assertThat(counts.get(0)).isBetween(2_990, 3_010);
    assertThat(counts.get(1)).isBetween(1_990, 2_010);
    assertThat(counts.get(2)).isBetween(990, 1_010);
  }

  @Test
  void anUnchangedServiceGoesOnInItsSequence() {
    Balancer balancer = balancer(table(5, 1, 1), 0, RANDOM);
    String first = sequence(balancer, 3);

    update(balancer, table(5, 1, 1));

    assertThat(first + sequence(balancer, 4)).isEqualTo("aabacaa");
  }

  @Test
  void sharesStayRightWhenTargetsComeAndGoAllTheTime() {
    Random random = new Random(7);
    Balancer balancer = balancer(table(10, 10, 10, 10), 0, RANDOM);
    double[] expected = new double[5];
    int[] got = new int[5];
    for (int change = 0; change < 2_000; change++) {
      List<Endpoint> endpoints = new ArrayList<>();
      endpoints.add(endpoint(0, 10, false, State.HEALTHY));
      endpoints.add(endpoint(1, 20, false, State.HEALTHY));
      for (int i = 2; i < 5; i++) {
        if (random.nextBoolean()) {
          endpoints.add(
              endpoint(
                  i,
                  1 + random.nextInt(30),
                  false,
                  random.nextBoolean() ? State.HEALTHY : State.UNHEALTHY));
        }
      }
      ServiceTable table = service(endpoints.toArray(Endpoint[]::new));
      update(balancer, table);
      int total = table.rotation().stream().mapToInt(Endpoint::weight).sum();
      int requests = 1 + random.nextInt(20);
      for (Endpoint endpoint : table.rotation()) {
        expected[index(endpoint)] += (double) requests * endpoint.weight() / total;
      }
      for (int i = 0; i < requests; i++) {
        got[index(balancer.choose(0, 0, List.of()).endpoint())]++;
      }
    }

    for (int i = 0; i < 5; i++) {
      assertThat(got[i] / expected[i]).as("target %s", i).isBetween(0.9, 1.1);
    }
  }

  @Test
  void aTargetThatWasAheadByAGreatWeightIsNotChosenAloneAfterIt() {
    Balancer balancer = balancer(table(256, 256, 256), 0, RANDOM);
    sequence(balancer, 2);

    update(balancer, table(1, 1, 1));

    Map<Integer, Integer> counts = count(balancer, 6);
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isBetween(1, 3));
  }

  @Test
  void requestsInFlightAreCountedOnThroughChangesOfTheTarget() {
    Balancer balancer = balancer(table(1), 0, RANDOM);
    LoopEndpoint chosen = balancer.choose(0, 0, List.of());
    chosen.requestStarted();

    update(balancer, service(endpoint(0, 9, true, State.HEALTHY)));

    assertThat(balancer.endpoints()).containsExactly(chosen);
    assertThat(chosen.active()).isEqualTo(1);
    assertThat(chosen.endpoint().draining()).isTrue();
    chosen.requestEnded();
    assertThat(chosen.active()).isZero();
  }

  private Balancer balancer(ServiceTable table, double offset, Random random) {
    service = new LoopService(table, offset, random, GatewayStates.unobserved(), 0);
    return service.balancer(Zoning.ANY);
  }

  private void update(Balancer balancer, ServiceTable newest) {
    assertThat(service.balancer(Zoning.ANY)).isSameAs(balancer);
    service.update(newest, 0);
  }

  private static int[] weights(String list) {
    return IntStream.of(List.of(list.split(",")).stream().mapToInt(Integer::parseInt).toArray())
        .toArray();
  }

  private static ServiceTable table(int... weights) {
    return service(
        IntStream.range(0, weights.length)
            .mapToObj(i -> endpoint(i, weights[i], false, State.HEALTHY))
            .toArray(Endpoint[]::new));
  }

  private static String sequence(Balancer balancer, int length) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < length; i++) {
      names.append((char) ('a' + index(balancer.choose(0, 0, List.of()).endpoint())));
    }
    return names.toString();
  }

  private static Map<Integer, Integer> count(Balancer balancer, int requests) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int i = 0; i < requests; i++) {
      counts.merge(index(balancer.choose(0, 0, List.of()).endpoint()), 1, Integer::sum);
    }
    return counts;
  }

  private static int index(Endpoint endpoint) {
    return (int) endpoint.targetId().getLeastSignificantBits();
  }
}
