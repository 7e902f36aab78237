package io.sluice.micro;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.TargetHealth;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopBalancers;
import io.sluice.gateway.resilience.GatewayStates;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.Revisions;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.table.Zoning;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A target chosen by each algorithm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Balancing {
  /** How many targets there are. */
  @Param({"1", "10", "100", "1000"})
  public int targets;

  /** By which algorithm one is chosen. */
  @Param public Algorithm algorithm;

  private static final UUID SERVICE = new UUID(1, 1);
  private static final int WEIGHTS = 10;

  private Balancer balancer;
  private long request;

  /** Makes targets of different weights. */
  @Setup
  public void targets() {
    List<Endpoint> endpoints =
        IntStream.range(0, targets)
            .mapToObj(i ->
                new Endpoint(
                    new UUID(2, i),
                    "127.0.0.1",
                    1 + i,
                    1 + i % WEIGHTS,
                    null,
                    false,
                    TargetHealth.State.HEALTHY,
                    false,
                    true))
            .toList();
    LoopBalancers loop =
        new LoopBalancers("gateway-1", 0, 1, new SplittableRandom(1), GatewayStates.unobserved());
    loop.apply(
        new RoutingTable(
            Revisions.NONE, Map.of(), Map.of(SERVICE, ServiceTable.of(service(), endpoints))),
        0);
    balancer =
        loop.choose(Zoning.ANY, new Decision.Forward(List.of(new Decision.Share(SERVICE, 1))));
  }

  /** Chooses one. */
  @Benchmark
  public Object choose() {
    request += 0x9e3779b97f4a7c15L;
    return balancer.choose(request, 0, List.of());
  }

  private BackendService service() {
    return new BackendService(
        SERVICE,
        "service",
        "",
        Protocol.HTTP,
        80,
        new UUID(3, 1),
        algorithm,
        5,
        60,
        null,
        1,
        300,
        BackendService.ForwardedMode.APPEND,
        true,
        true,
        false,
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        null,
        0,
        null,
        null,
        null,
        null);
  }
}
