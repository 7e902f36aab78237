package io.sluice.gateway.balancing;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.TargetHealth;
import io.sluice.gateway.resilience.LoopCircuit;
import io.sluice.gateway.resilience.RetryBudget;
import io.sluice.gateway.resilience.ServiceState;
import io.sluice.gateway.resilience.TargetState;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.table.Spread;
import io.sluice.gateway.table.Zoning;
import java.util.Collection;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Spreads the requests of one backend service, those that come through load balancers of one
 * zoning, on one event loop over its targets, by the service's algorithm.
 */
public final class Balancer {
  private final LoopService service;
  private final Zoning zoning;
  private final double offset;
  private final RandomGenerator random;
  private Rotation rotation;
  private Choice choice;
  private ByKey placed;

  /** A balancer of a service as it is now; see {@link LoopService} for the parameters. */
  Balancer(LoopService service, Zoning zoning, double offset, RandomGenerator random) {
    this.service = service;
    this.zoning = zoning;
    this.offset = offset;
    this.random = random;
    update();
  }

  /** The service with its newest settings. */
  public ServiceTable service() {
    return service.table();
  }

  /** What all event loops know of the service. */
  public ServiceState shared() {
    return service.shared();
  }

  /**
   * Lets a request in, unless too many failed before it.
   *
   * @param now nanoseconds of the monotonic clock
   * @return null when it is refused
   */
  public LoopCircuit.Pass enter(long now) {
    return service.circuit().enter(service().service().circuitBreaker(), now);
  }

  /** How many retries there may be. */
  public RetryBudget retries() {
    return service.retries();
  }

  /** Whether the algorithm wants to know how long targets take, and {@link #choose} the time. */
  public boolean measures() {
    return service().service().algorithm() == Algorithm.PEAK_EWMA;
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

  /** How many requests, or connections of TCP, a target may have of the gateway; null: any. */
  public Integer roomPerTarget() {
    BackendService settings = service().service();
    return switch (settings.protocol()) {
      case TCP, TLS -> settings.targetCaps().connections();
      case HTTP, HTTPS, H2C, GRPC -> settings.targetCaps().requests();
    };
  }

  /**
   * Takes room in a target.
   *
   * @param chosen by {@link #choose} for the same request
   * @param most how much room each target has
   * @return the chosen one, or another when that is full; null when all are
   */
  public LoopEndpoint takeRoom(
      LoopEndpoint chosen, long key, long now, Collection<LoopEndpoint> tried, int most) {
    if (chosen.shared().take(most)) {
      return chosen;
    }
    Collection<LoopEndpoint> excluded = new TriedOrFull(tried, most);
    LoopEndpoint other = choice.choose(key, now, excluded);
    while (other != null && !other.shared().take(most)) {
      other = choice.choose(key, now, excluded);
    }
    return other;
  }

  /** The target of a state, if requests are spread over it; else null. */
  public LoopEndpoint inRotation(TargetState state) {
    for (LoopEndpoint target : rotation.targets()) {
      if (target.shared() == state) {
        return target;
      }
    }
    return null;
  }

  /**
   * Offers room to those that wait: targets that came, or are healthy again, have some that no
   * request gives back.
   */
  void offerRoom() {
    Integer cap = roomPerTarget();
    int most = cap == null ? Integer.MAX_VALUE : cap;
    for (LoopEndpoint target : rotation.targets()) {
      shared().line().offer(target.shared(), most);
    }
  }

  /**
   * A target that a client keeps to. It may drain or have weight 0: only new clients are not sent
   * there.
   *
   * @param tried targets already tried for this request
   * @return null when the target is gone, is known to be unhealthy, was tried, or is in a zone that
   *     the load balancer does not use
   */
  public LoopEndpoint kept(UUID targetId, Collection<LoopEndpoint> tried) {
    LoopEndpoint kept = service.endpoint(targetId);
    if (kept == null || tried.contains(kept)) {
      return null;
    }
    Endpoint endpoint = kept.endpoint();
    boolean usable =
        endpoint.health() != TargetHealth.State.UNHEALTHY
            || service().failOpen(zoning) && endpoint.takesRequests();
    return usable && zoning.uses(endpoint) ? kept : null;
  }

  /**
   * The target in rotation that a key belongs to, whatever the algorithm.
   *
   * @param key what the request is placed by, hashed
   * @param tried targets already tried for this request
   * @return null when there is none, or the service places nothing by keys
   */
  public LoopEndpoint placed(long key, Collection<LoopEndpoint> tried) {
    return placed == null ? null : placed.choose(key, 0, tried);
  }

  /**
   * A target that no probe has judged yet. A request that failed on every healthy target goes there
   * rather than fail: the healthy ones may have died together, seconds before probes say so.
   */
  private LoopEndpoint withoutVerdict(Collection<LoopEndpoint> excluded) {
    for (LoopEndpoint candidate : service.endpoints()) {
      Endpoint endpoint = candidate.endpoint();
      if (endpoint.takesRequests()
          && endpoint.health() == TargetHealth.State.INITIAL
          && zoning.uses(endpoint)
          && !excluded.contains(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  /** All targets of the service that this event loop knows, those out of rotation too. */
  public Collection<LoopEndpoint> endpoints() {
    return service.endpoints();
  }

  /** Goes on with the service's newest settings and targets. */
  void update() {
    Spread spread = service().spread(zoning);
    Rotation next =
        Rotation.of(
            spread.endpoints().stream()
                .map(endpoint -> service.endpoint(endpoint.targetId()))
                .toArray(LoopEndpoint[]::new),
            spread.weights().stream().mapToInt(Integer::intValue).toArray());
    placed = spread.placement() == null ? null : new ByKey(next, spread.placement());
    rotation = next;
    choice =
        switch (service().service().algorithm()) {
          case WEIGHTED_ROUND_ROBIN ->
              choice instanceof RoundRobin before
                  ? new RoundRobin(next, before)
                  : new RoundRobin(next, offset);
          case WEIGHTED_LEAST_CONNECTIONS -> new LeastConnections(next, random);
          case SOURCE_IP_HASH, CONSISTENT_HASH -> placed;
          case PEAK_EWMA -> new PeakEwma(next, random);
        };
  }
}
