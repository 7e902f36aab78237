package io.sluice.gateway.balancing;

import io.sluice.gateway.resilience.GatewayStates;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.table.RoutingTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The balancers of one event loop. */
public final class LoopBalancers {
  private final Map<UUID, Balancer> byService = new HashMap<>();
  private final double offset;
  private final RandomGenerator random;
  private final GatewayStates states;

  /**
   * The balancers of an event loop, over no service yet.
   *
   * @param gatewayId the gateway's name; gateways start at different places of their sequences
   * @param loop index of the event loop
   * @param loops how many event loops the gateway has
   * @param random chooses among the services of a weighted forward, and among targets
   * @param states what event loops share
   */
  public LoopBalancers(
      String gatewayId, int loop, int loops, RandomGenerator random, GatewayStates states) {
    this.states = states;
    double share = (double) loop / loops;
    double gateway = (gatewayId.hashCode() & 0xffff) / 65_536.0;
    double both = share + gateway / loops;
    this.offset = both - Math.floor(both);
    this.random = random;
  }

  /** Goes on with a newer table. Balancers of services that stay keep their state. */
  public void apply(RoutingTable table) {
    byService.keySet().retainAll(table.services().keySet());
    table
        .services()
        .forEach((id, service) -> {
          Balancer balancer = byService.get(id);
          if (balancer == null) {
            byService.put(id, new Balancer(service, offset, random, states));
          } else {
            balancer.update(service);
          }
        });
  }

  /**
   * Chooses the backend service of a request, in proportion to the weights of those that exist.
   *
   * @return its balancer, or null when none of the services exists
   */
  public Balancer choose(Decision.Forward forward) {
    List<Decision.Share> shares = forward.shares();
    if (shares.size() == 1) {
      return byService.get(shares.getFirst().serviceId());
    }
    int known = 0;
    for (Decision.Share share : shares) {
      known += byService.containsKey(share.serviceId()) ? share.weight() : 0;
    }
    if (known == 0) {
      return null;
    }
    int point = random.nextInt(known);
    for (Decision.Share share : shares) {
      Balancer balancer = byService.get(share.serviceId());
      if (balancer != null) {
        point -= share.weight();
        if (point < 0) {
          return balancer;
        }
      }
    }
    return null;
  }

  /** Adds the requests in flight to each target; targets without any are left out. */
  public void addLoads(Map<UUID, Integer> byTarget) {
    for (Balancer balancer : byService.values()) {
      for (LoopEndpoint endpoint : balancer.endpoints()) {
        if (endpoint.active() > 0) {
          byTarget.merge(endpoint.targetId(), endpoint.active(), Integer::sum);
        }
      }
    }
  }
}
