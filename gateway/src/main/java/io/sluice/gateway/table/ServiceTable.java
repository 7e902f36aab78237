package io.sluice.gateway.table;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.Stickiness;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A backend service with its targets.
 *
 * @param service its settings
 * @param endpoints all targets of its group, ordered by target id, those that take no request too
 * @param spreads what requests are spread over, by the zoning of the load balancer they come
 *     through; at least that of {@link Zoning#ANY}
 * @param certificates what its TLS settings refer to
 */
public record ServiceTable(
    BackendService service,
    List<Endpoint> endpoints,
    Map<Zoning, Spread> spreads,
    TargetCertificates certificates) {

  /**
   * A service over its targets, which refers to no certificate.
   *
   * @param endpoints ordered by target id
   */
  public static ServiceTable of(BackendService service, List<Endpoint> endpoints) {
    return of(service, endpoints, TargetCertificates.NONE, Set.of(), null);
  }

  /**
   * A service over its targets.
   *
   * @param endpoints ordered by target id
   * @param certificates what its TLS settings refer to
   * @param zonings of the load balancers that there are
   * @param before the service as it was, of which is used what still holds; or null
   */
  public static ServiceTable of(
      BackendService service,
      List<Endpoint> endpoints,
      TargetCertificates certificates,
      Set<Zoning> zonings,
      ServiceTable before) {
    Map<Zoning, Spread> spreads = new HashMap<>();
    spreads.put(Zoning.ANY, spread(service, endpoints, Zoning.ANY, before));
    Spread all = spreads.get(Zoning.ANY);
    boolean allLocal = endpoints.stream().allMatch(Endpoint::local);
    for (Zoning zoning : zonings) {
      boolean noDifference = allLocal && endpoints.stream().allMatch(zoning::uses);
      spreads.computeIfAbsent(
          zoning, other -> noDifference ? all : spread(service, endpoints, other, before));
    }
    return new ServiceTable(
        service, List.copyOf(endpoints), Collections.unmodifiableMap(spreads), certificates);
  }

  private static Spread spread(
      BackendService service, List<Endpoint> endpoints, Zoning zoning, ServiceTable before) {
    return Spread.of(
        endpoints,
        zoning,
        service.failOpenPercent(),
        placesByKey(service),
        before == null ? null : before.spread(zoning));
  }

  private static boolean placesByKey(BackendService service) {
    return service.algorithm() == Algorithm.CONSISTENT_HASH
        || service.algorithm() == Algorithm.SOURCE_IP_HASH
        || service.stickiness().type() == Stickiness.Type.SOURCE_IP;
  }

  /** What requests are spread over that come through a load balancer of this zoning. */
  public Spread spread(Zoning zoning) {
    Spread spread = spreads.get(zoning);
    return spread != null ? spread : spreads.get(Zoning.ANY);
  }

  /** The targets that requests are spread over where zones make no difference. */
  public List<Endpoint> rotation() {
    return spread(Zoning.ANY).endpoints();
  }

  /** A target of the group, or null. */
  public Endpoint endpoint(UUID targetId) {
    int low = 0;
    int high = endpoints.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Endpoint endpoint = endpoints.get(middle);
      int order = endpoint.targetId().compareTo(targetId);
      if (order == 0) {
        return endpoint;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /** Whether targets are used although they are not known to be healthy. */
  public boolean failOpen() {
    return failOpen(Zoning.ANY);
  }

  /** The same for what comes through a load balancer of this zoning. */
  public boolean failOpen(Zoning zoning) {
    return spread(zoning).failOpen();
  }
}
