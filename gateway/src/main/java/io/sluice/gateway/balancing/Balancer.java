package io.sluice.gateway.balancing;

import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.TargetHealth;
import io.sluice.gateway.resilience.GatewayStates;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.ServiceTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Spreads the requests of one backend service on one event loop over its targets, by the service's
 * algorithm.
 */
public final class Balancer {
  private final Map<UUID, LoopEndpoint> byTarget = new HashMap<>();
  private final double offset;
  private final RandomGenerator random;
  private final GatewayStates states;
  private ServiceTable table;
  private Rotation rotation = Rotation.EMPTY;
  private Choice choice;

  /**
   * A balancer that starts somewhere in its sequence.
   *
   * @param offset 0 (at its start) up to but not 1, differs between event loops and gateways, so
   *     that they do not send their first requests to the same target
   * @param random draws where an algorithm does
   * @param states what event loops share
   */
  Balancer(ServiceTable table, double offset, RandomGenerator random, GatewayStates states) {
    this.states = states;
    this.offset = offset;
    this.random = random;
    update(table);
  }

  /** The service with its newest settings. */
  public ServiceTable service() {
    return table;
  }

  /** Whether the algorithm wants to know how long targets take, and {@link #choose} the time. */
  public boolean measures() {
    return table.service().algorithm() == Algorithm.PEAK_EWMA;
  }

  /**
   * Chooses the target of a request.
   *
   * @param key what the request is placed by, hashed, if the algorithm places by something
   * @param now nanoseconds of the monotonic clock, if the algorithm measures
   * @param tried targets already tried for this request
   * @return null when there is no other target
   */
  public LoopEndpoint choose(long key, long now, Collection<LoopEndpoint> tried) {
    LoopEndpoint chosen = choice.choose(key, now, tried);
    return chosen != null || tried.isEmpty() ? chosen : withoutVerdict(tried);
  }

  /**
   * A target that no probe has judged yet. A request that failed on every healthy target goes there
   * rather than fail: the healthy ones may have died together, seconds before probes say so.
   */
  private LoopEndpoint withoutVerdict(Collection<LoopEndpoint> excluded) {
    for (LoopEndpoint candidate : byTarget.values()) {
      Endpoint endpoint = candidate.endpoint();
      if (endpoint.takesRequests()
          && endpoint.health() == TargetHealth.State.INITIAL
          && !excluded.contains(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  /** All targets of the service that this event loop knows, those out of rotation too. */
  public Collection<LoopEndpoint> endpoints() {
    return byTarget.values();
  }

  /** Goes on with newer settings; what is known of targets that stay is kept. */
  void update(ServiceTable newest) {
    if (newest == table) {
      return;
    }
    ServiceTable before = table;
    table = newest;
    if (before != null
        && before.endpoints().equals(newest.endpoints())
        && before.service().algorithm() == newest.service().algorithm()) {
      return;
    }
    adopt(newest.endpoints());
    Rotation next =
        Rotation.of(
            newest.rotation().stream()
                .map(endpoint -> byTarget.get(endpoint.targetId()))
                .toArray(LoopEndpoint[]::new));
    choice = choice(next);
    rotation = next;
  }

  private Choice choice(Rotation next) {
    return switch (table.service().algorithm()) {
      case WEIGHTED_ROUND_ROBIN ->
          choice instanceof RoundRobin before
              ? new RoundRobin(next, before)
              : new RoundRobin(next, offset);
      case WEIGHTED_LEAST_CONNECTIONS -> new LeastConnections(next, random);
      case SOURCE_IP_HASH, CONSISTENT_HASH -> new ByKey(next, table.placement());
      case PEAK_EWMA ->
          new PeakEwma(next, choice instanceof PeakEwma ? rotation : Rotation.EMPTY, random);
    };
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
  }
}
