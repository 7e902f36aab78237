package io.sluice.gateway.balancing;

import static io.sluice.gateway.table.Samples.endpoint;
import static io.sluice.gateway.table.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.gateway.resilience.GatewayStates;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.Revisions;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.table.Zoning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopBalancersTest {
  private static final UUID BLUE = new UUID(1, 1);
  private static final UUID GREEN = new UUID(1, 2);
  private static final UUID UNKNOWN = new UUID(1, 9);

  @Test
  void aWeightedForwardSplitsRequestsByWeight() {
    LoopBalancers balancers = balancers("g", 0, 1, table(BLUE, GREEN));
    Decision.Forward forward = forward(BLUE, 90, GREEN, 10);

    int green = 0;
    for (int i = 0; i < 20_000; i++) {
      green += balancers.choose(Zoning.ANY, forward).service().service().id().equals(GREEN) ? 1 : 0;
    }

    assertThat(green).isBetween(1_800, 2_200);
  }

  @Test
  void aServiceThatDoesNotExistLeavesItsRequestsToTheOthers() {
    LoopBalancers balancers = balancers("g", 0, 1, table(BLUE));

    for (int i = 0; i < 100; i++) {
      Balancer chosen = balancers.choose(Zoning.ANY, forward(UNKNOWN, 200, BLUE, 1));
      assertThat(chosen.service().service().id()).isEqualTo(BLUE);
    }
    assertThat(balancers.choose(Zoning.ANY, forward(UNKNOWN, 1, UNKNOWN, 1))).isNull();
    assertThat(
            balancers.choose(
                Zoning.ANY, new Decision.Forward(List.of(new Decision.Share(UNKNOWN, 1)))))
        .isNull();
    assertThat(balancers.choose(Zoning.ANY, new Decision.Forward(List.of()))).isNull();
  }

  @Test
  void aRemovedServiceIsNoLongerChosenAndOthersKeepTheirBalancer() {
    LoopBalancers balancers = balancers("g", 0, 1, table(BLUE, GREEN));
    Balancer blue = balancers.choose(Zoning.ANY, forward(BLUE, 1, BLUE, 1));

    balancers.apply(table(BLUE), 0);

    assertThat(balancers.choose(Zoning.ANY, forward(BLUE, 1, BLUE, 1))).isSameAs(blue);
    assertThat(balancers.choose(Zoning.ANY, forward(GREEN, 1, GREEN, 1))).isNull();
  }

  @Test
  void eventLoopsStartAtDifferentTargetsAndTogetherKeepTheShares() {
    int loops = 4;
    List<UUID> firsts = new ArrayList<>();
    Map<UUID, Integer> counts = new HashMap<>();
    for (int loop = 0; loop < loops; loop++) {
      LoopBalancers balancers = balancers("gateway-1", loop, loops, table(BLUE));
      Balancer balancer = balancers.choose(Zoning.ANY, forward(BLUE, 1, BLUE, 1));
      for (int i = 0; i < 80; i++) {
        UUID chosen = balancer.choose(0, 0, List.of()).targetId();
        counts.merge(chosen, 1, Integer::sum);
        if (i == 0) {
          firsts.add(chosen);
        }
      }
    }

    assertThat(firsts).doesNotHaveDuplicates();
    assertThat(counts.values()).hasSize(8).containsOnly(loops * 10);
  }

  @Test
  void loadsAreSummedOverServicesAndIdleTargetsLeftOut() {
    LoopBalancers balancers = balancers("g", 0, 1, table(BLUE, GREEN));
    LoopEndpoint one =
        balancers.choose(Zoning.ANY, forward(BLUE, 1, BLUE, 1)).choose(0, 0, List.of());
    LoopEndpoint two =
        balancers.choose(Zoning.ANY, forward(GREEN, 1, GREEN, 1)).choose(0, 0, List.of());
    one.requestStarted();
    one.requestStarted();
    two.requestStarted();
    Map<UUID, Integer> loads = new HashMap<>(Map.of(one.targetId(), 4));

    balancers.addLoads(loads);

    assertThat(one.targetId()).isEqualTo(two.targetId());
    assertThat(loads).isEqualTo(Map.of(one.targetId(), 7));
  }

  private static LoopBalancers balancers(String gateway, int loop, int loops, RoutingTable table) {
    LoopBalancers balancers =
        new LoopBalancers(gateway, loop, loops, new Random(1), GatewayStates.unobserved());
    balancers.apply(table, 0);
    return balancers;
  }

  private static RoutingTable table(UUID... services) {
    Endpoint[] endpoints =
        IntStream.range(0, 8)
            .mapToObj(i -> endpoint(i, 10, false, State.HEALTHY))
            .toArray(Endpoint[]::new);
    Map<UUID, ServiceTable> tables =
        List.of(services).stream()
            .collect(Collectors.toMap(id -> id, id -> service(id, endpoints)));
    return new RoutingTable(Revisions.NONE, Map.of(), tables);
  }

  private static Decision.Forward forward(UUID a, int weightA, UUID b, int weightB) {
    return new Decision.Forward(
        List.of(new Decision.Share(a, weightA), new Decision.Share(b, weightB)));
  }
}
