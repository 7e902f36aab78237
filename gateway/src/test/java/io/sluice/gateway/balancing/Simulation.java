package io.sluice.gateway.balancing;

import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.gateway.resilience.GatewayStates;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.Placement;
import io.sluice.gateway.table.Revisions;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.Samples;
import io.sluice.gateway.table.Zoning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/** Requests through the balancers of two gateways with four event loops, in a time of its own. */
final class Simulation {
  private static final Decision.Forward FORWARD =
      new Decision.Forward(List.of(new Decision.Share(Samples.SERVICE, 1)));

  private final Random random = new Random(11);
  private final List<LoopBalancers> loops = new ArrayList<>();
  private final Algorithm algorithm;
  private final Set<Integer> failing = new HashSet<>();
  private int targets;
  private long now = 1;

  Simulation(Algorithm algorithm, Endpoint... endpoints) {
    this.algorithm = algorithm;
    for (String gateway : List.of("gateway-1", "gateway-2")) {
      for (int loop = 0; loop < 4; loop++) {
        loops.add(
            new LoopBalancers(
                gateway, loop, 4, new Random(31L * loops.size() + 5), GatewayStates.unobserved()));
      }
    }
    targets(endpoints);
  }

  /** Changes the targets. */
  void targets(Endpoint... endpoints) {
    targets = endpoints.length;
    RoutingTable table =
        new RoutingTable(
            Revisions.NONE,
            Map.of(),
            Map.of(Samples.SERVICE, Samples.service(algorithm, endpoints)));
    loops.forEach(loop -> loop.apply(table, now));
  }

  /** Says that a target fails every request. */
  Simulation failing(int target) {
    failing.add(target);
    return this;
  }

  /**
   * Sends requests, each of which ends before another client's next one begins.
   *
   * @param atOnce how many are in flight, in all
   * @return how many each target got
   */
  int[] run(int requests, int atOnce, Time time) {
    int[] got = new int[targets];
    PriorityQueue<Running> running = new PriorityQueue<>(Comparator.comparingLong(Running::end));
    for (int i = 0; i < requests; i++) {
      if (running.size() == atOnce) {
        end(running.remove());
      }
      LoopEndpoint target =
          loops
              .get(random.nextInt(loops.size()))
              .choose(Zoning.ANY, FORWARD)
              .choose(Placement.hash("10.0." + i), now, List.of());
      target.requestStarted();
      int index = (int) target.targetId().getLeastSignificantBits();
      got[index]++;
      running.add(new Running(target, index, now, now + time.of(index, random)));
    }
    while (!running.isEmpty()) {
      end(running.remove());
    }
    return got;
  }

  private void end(Running request) {
    now = Math.max(now, request.end);
    if (failing.contains(request.index)) {
      request.target.failed(now);
    } else {
      request.target.answered(request.end - request.start, now);
    }
    request.target.requestEnded();
  }

  private record Running(LoopEndpoint target, int index, long start, long end) {}

  /** How long targets take. */
  interface Time {
    long of(int target, Random random);

    /** Between half and one and a half of a time, by each target's factor. */
    static Time about(long nanos, double... factors) {
      return (target, random) -> (long) (nanos * factors[target] * (0.5 + random.nextDouble()));
    }
  }
}
