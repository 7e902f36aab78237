package io.sluice.gateway.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.Stickiness.SameSite;
import io.sluice.contracts.model.Stickiness.Type;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopBalancers;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.resilience.GatewayStates;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.Revisions;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.Samples;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.table.Zoning;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SourceMemoryTest {
  private static final Stickiness MINUTE = new Stickiness(Type.SOURCE_IP, null, 60, SameSite.LAX);

  private long seconds;
  private final SourceMemory memory = new SourceMemory(() -> TimeUnit.SECONDS.toNanos(seconds));
  private final LoopBalancers balancers =
      new LoopBalancers("g", 0, 1, new Random(1), GatewayStates.unobserved());

  @Test
  void aSourceKeepsItsTargetForTheDurationAfterItsLastRequest() {
    Map<String, UUID> before = targets(service(4));

    Balancer more = service(8);
    seconds += 60;
    assertThat(targets(more)).isEqualTo(before);
    seconds += 60;
    assertThat(targets(more)).isEqualTo(before);

    seconds += 61;
    Map<String, UUID> after = targets(more);
    long moved =
        before.entrySet().stream().filter(e -> !after.get(e.getKey()).equals(e.getValue())).count();
    assertThat(moved).isBetween(30L, 70L);
  }

  @Test
  void gatewaysThatKnowNothingAgree() {
    assertThat(targets(service(4))).isEqualTo(new SourceMemoryTest().targets(service(4)));
  }

  @Test
  void ofFarMoreSourcesThanItRemembersEachStillHasATarget() {
    Balancer balancer = service(4);
    for (int i = 0; i < 300_000; i++) {
      String source = "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255);
      LoopEndpoint target = memory.kept(balancer, source, List.of());
      memory.served(balancer.service().service(), source, target.targetId());
    }
    assertThat(targets(balancer)).hasSize(100);
  }

  @Test
  void withoutThisStickinessItSaysNothing() {
    Balancer balancer = apply(Samples.service(Stickiness.OFF, endpoints(2)));

    assertThat(memory.kept(balancer, "10.0.0.1", List.of())).isNull();
  }

  private Map<String, UUID> targets(Balancer balancer) {
    Map<String, UUID> all = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      String source = "192.0.2." + i;
      UUID target = memory.kept(balancer, source, List.of()).targetId();
      memory.served(balancer.service().service(), source, target);
      all.put(source, target);
    }
    return all;
  }

  private Balancer service(int targets) {
    return apply(Samples.service(MINUTE, endpoints(targets)));
  }

  private Balancer apply(ServiceTable service) {
    balancers.apply(
        new RoutingTable(Revisions.NONE, Map.of(), Map.of(Samples.SERVICE, service)), 0);
    return balancers.balancer(new Decision.Share(Samples.SERVICE, 1), Zoning.ANY);
  }

  private static Endpoint[] endpoints(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            new Endpoint(
                new UUID(3, i), "10.1.0." + i, 80, 10, null, false, State.HEALTHY, false, true))
        .toArray(Endpoint[]::new);
  }
}
