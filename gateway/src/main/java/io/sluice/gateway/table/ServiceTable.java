package io.sluice.gateway.table;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.TargetHealth;
import java.util.List;

/**
 * A backend service with its targets.
 *
 * @param service its settings
 * @param endpoints all targets of its group, ordered by target id, those that take no request too
 * @param rotation those that requests are spread over: the healthy ones, or when none is healthy
 *     (fail-open) all that are not draining; never one with weight 0. Empty: no target, 503
 * @param certificates what its TLS settings refer to
 */
public record ServiceTable(
    BackendService service,
    List<Endpoint> endpoints,
    List<Endpoint> rotation,
    TargetCertificates certificates) {

  /**
   * A service over its targets, which refers to no certificate.
   *
   * @param endpoints ordered by target id
   */
  public static ServiceTable of(BackendService service, List<Endpoint> endpoints) {
    return of(service, endpoints, TargetCertificates.NONE);
  }

  /**
   * A service over its targets.
   *
   * @param endpoints ordered by target id
   * @param certificates what its TLS settings refer to
   */
  public static ServiceTable of(
      BackendService service, List<Endpoint> endpoints, TargetCertificates certificates) {
    List<Endpoint> takers = endpoints.stream().filter(Endpoint::takesRequests).toList();
    List<Endpoint> healthy =
        takers.stream().filter(e -> e.health() == TargetHealth.State.HEALTHY).toList();
    return new ServiceTable(
        service, List.copyOf(endpoints), healthy.isEmpty() ? takers : healthy, certificates);
  }

  /** Whether targets are used although none is known to be healthy. */
  public boolean failOpen() {
    return !rotation.isEmpty() && rotation.getFirst().health() != TargetHealth.State.HEALTHY;
  }
}
