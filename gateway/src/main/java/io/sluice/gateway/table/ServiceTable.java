package io.sluice.gateway.table;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.TargetHealth;
import java.util.List;
import java.util.UUID;

/**
 * A backend service with its targets.
 *
 * @param service its settings
 * @param endpoints all targets of its group, ordered by target id, those that take no request too
 * @param rotation those that requests are spread over: the healthy ones, or when none is healthy,
 *     or a smaller share than the service's {@code failOpenPercent} (fail-open), all that are not
 *     draining; never one with weight 0. Empty: no target, 503
 * @param certificates what its TLS settings refer to
 * @param placement where keys belong among the targets in rotation; null unless the algorithm
 *     places by a key
 */
public record ServiceTable(
    BackendService service,
    List<Endpoint> endpoints,
    List<Endpoint> rotation,
    TargetCertificates certificates,
    Placement placement) {

  /**
   * A service over its targets, which refers to no certificate.
   *
   * @param endpoints ordered by target id
   */
  public static ServiceTable of(BackendService service, List<Endpoint> endpoints) {
    return of(service, endpoints, TargetCertificates.NONE, null);
  }

  /**
   * A service over its targets.
   *
   * @param endpoints ordered by target id
   * @param certificates what its TLS settings refer to
   * @param before the service as it was, of which is used what still holds; or null
   */
  public static ServiceTable of(
      BackendService service,
      List<Endpoint> endpoints,
      TargetCertificates certificates,
      ServiceTable before) {
    List<Endpoint> takers = endpoints.stream().filter(Endpoint::takesRequests).toList();
    List<Endpoint> healthy =
        takers.stream().filter(e -> e.health() == TargetHealth.State.HEALTHY).toList();
    boolean open =
        healthy.isEmpty() || healthy.size() * 100 < takers.size() * service.failOpenPercent();
    List<Endpoint> rotation = open ? takers : healthy;
    return new ServiceTable(
        service,
        List.copyOf(endpoints),
        rotation,
        certificates,
        placesByKey(service)
            ? Placement.of(rotation, before == null ? null : before.placement)
            : null);
  }

  private static boolean placesByKey(BackendService service) {
    return service.algorithm() == Algorithm.CONSISTENT_HASH
        || service.algorithm() == Algorithm.SOURCE_IP_HASH;
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
    return rotation.stream().anyMatch(target -> target.health() != TargetHealth.State.HEALTHY);
  }
}
