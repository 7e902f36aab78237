package io.sluice.gateway.balancing;

import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.gateway.resilience.GatewayStates;
import io.sluice.gateway.resilience.LoopCircuit;
import io.sluice.gateway.resilience.RetryBudget;
import io.sluice.gateway.resilience.ServiceState;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.table.Zoning;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** One backend service on one event loop: its targets, and a balancer for each zoning in use. */
final class LoopService {
  private final Map<UUID, LoopEndpoint> byTarget = new HashMap<>();
  private final Map<Zoning, Balancer> balancers = new HashMap<>();
  private final SlowStart slowStart = new SlowStart();
  private final double offset;
  private final RandomGenerator random;
  private final GatewayStates states;
  private final ServiceState shared;
  private final RetryBudget retries;
  private final LoopCircuit circuit;
  private ServiceTable table;

  /**
   * A service whose balancers start somewhere in their sequence.
   *
   * @param offset 0 (at its start) up to but not 1, differs between event loops and gateways, so
   *     that they do not send their first requests to the same target
   * @param random draws where an algorithm does
   * @param states what event loops share
   * @param now nanoseconds of the monotonic clock
   */
  LoopService(
      ServiceTable table, double offset, RandomGenerator random, GatewayStates states, long now) {
    this.states = states;
    this.shared = states.service(table.service().id());
    this.retries = shared.newRetryBudget();
    this.circuit = shared.newLoopCircuit();
    this.offset = offset;
    this.random = random;
    update(table, now);
  }

  /** The service with its newest settings. */
  ServiceTable table() {
    return table;
  }

  /** What all event loops know of it. */
  ServiceState shared() {
    return shared;
  }

  /** How many retries there may be. */
  RetryBudget retries() {
    return retries;
  }

  /** Whether requests are refused at once. */
  LoopCircuit circuit() {
    return circuit;
  }

  /** The balancer of what comes through load balancers of this zoning. */
  Balancer balancer(Zoning zoning) {
    Balancer known = balancers.get(zoning);
    if (known == null) {
      known = new Balancer(this, zoning, offset, random);
      balancers.put(zoning, known);
    }
    return known;
  }

  /** All targets that this event loop knows, those that take no request too. */
  Collection<LoopEndpoint> endpoints() {
    return byTarget.values();
  }

  /** A target; null when the service has none with this id. */
  LoopEndpoint endpoint(UUID targetId) {
    return byTarget.get(targetId);
  }

  /** Goes on with newer settings; what is known of targets that stay is kept. */
  void update(ServiceTable newest, long now) {
    if (newest == table) {
      return;
    }
    ServiceTable before = table;
    table = newest;
    Algorithm algorithm = newest.service().algorithm();
    if (before != null
        && before.endpoints().equals(newest.endpoints())
        && before.spreads().equals(newest.spreads())
        && before.service().algorithm() == algorithm) {
      return;
    }
    adopt(newest.endpoints());
    if (before != null && before.service().algorithm() != algorithm) {
      byTarget.values().forEach(target -> target.latency().forget());
    }
    slowStart.targetsChanged(byTarget.values(), newest.service().slowStartSeconds(), now);
    balancers.values().forEach(Balancer::update);
  }

  /**
   * Lets shares grow, and those that wait have room that no request gives back.
   *
   * @param now nanoseconds of the monotonic clock
   */
  void tick(long now) {
    if (slowStart.advance(byTarget.values(), table.service().slowStartSeconds(), now)) {
      balancers.values().forEach(Balancer::update);
    }
    if (!shared.line().isEmpty()) {
      balancers.values().forEach(Balancer::offerRoom);
    }
  }

  private void adopt(List<Endpoint> endpoints) {
    Map<UUID, LoopEndpoint> known = Map.copyOf(byTarget);
    byTarget.clear();
    for (Endpoint endpoint : endpoints) {
      LoopEndpoint kept = known.get(endpoint.targetId());
      if (kept == null) {
        kept = new LoopEndpoint(endpoint, states.target(table.service().id(), endpoint.targetId()));
      } else {
        kept.endpoint(endpoint);
      }
      byTarget.put(endpoint.targetId(), kept);
    }
    known.forEach((id, endpoint) -> {
      if (!byTarget.containsKey(id)) {
        endpoint.left();
      }
    });
  }

  /** The service is gone, and all its targets with it. */
  void removed() {
    byTarget.values().forEach(LoopEndpoint::left);
  }
}
