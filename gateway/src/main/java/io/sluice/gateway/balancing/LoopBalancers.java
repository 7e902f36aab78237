package io.sluice.gateway.balancing;

import io.sluice.contracts.sync.HealthDelta;
import io.sluice.gateway.resilience.GatewayStates;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.Zoning;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The balancers of one event loop. */
public final class LoopBalancers {
  private final Map<UUID, LoopService> byService = new HashMap<>();
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

  /**
   * Goes on with a newer table. Balancers of services that stay keep their state.
   *
   * @param now nanoseconds of the monotonic clock
   */
  public void apply(RoutingTable table, long now) {
    byService
        .entrySet()
        .removeIf(known -> {
          boolean gone = !table.services().containsKey(known.getKey());
          if (gone) {
            known.getValue().removed();
          }
          return gone;
        });
    table
        .services()
        .forEach((id, service) -> {
          LoopService known = byService.get(id);
          if (known == null) {
            byService.put(id, new LoopService(service, offset, random, states, now));
          } else {
            known.update(service, now);
          }
        });
  }

  /**
   * Lets the shares of new targets grow; called some times a second.
   *
   * @param now nanoseconds of the monotonic clock
   */
  public void tick(long now) {
    for (LoopService service : byService.values()) {
      service.tick(now);
    }
  }

  /**
   * Chooses the backend service of a request, in proportion to the weights of those that exist.
   *
   * @param zoning of the load balancer that it came through
   * @return its balancer, or null when none of the services exists
   */
  public Balancer choose(Zoning zoning, Decision.Forward forward) {
    List<Decision.Share> shares = forward.shares();
    if (shares.size() == 1) {
      return balancer(shares.getFirst(), zoning);
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
      Balancer balancer = balancer(share, zoning);
      if (balancer != null) {
        point -= share.weight();
        if (point < 0) {
          return balancer;
        }
      }
    }
    return null;
  }

  /** The balancer of a choice of a forward, or null when its service is not known. */
  public Balancer balancer(Decision.Share share, Zoning zoning) {
    LoopService service = byService.get(share.serviceId());
    return service == null ? null : service.balancer(zoning);
  }

  /** Adds the targets in a slow start, and the share of its weight that each is given, in %. */
  public void addGrowing(Map<HealthDelta.Key, Integer> percents) {
    byService.forEach((serviceId, service) -> {
      for (LoopEndpoint endpoint : service.endpoints()) {
        if (endpoint.percent() < 100) {
          percents.put(new HealthDelta.Key(serviceId, endpoint.targetId()), endpoint.percent());
        }
      }
    });
  }

  /** Adds the requests in flight to each target; targets without any are left out. */
  public void addLoads(Map<UUID, Integer> byTarget) {
    for (LoopService service : byService.values()) {
      for (LoopEndpoint endpoint : service.endpoints()) {
        if (endpoint.active() > 0) {
          byTarget.merge(endpoint.targetId(), endpoint.active(), Integer::sum);
        }
      }
    }
  }
}
