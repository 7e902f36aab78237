package io.sluice.gateway.table;

import io.sluice.contracts.model.LoadBalancer;

/** Which zones' targets a load balancer uses, seen from a gateway in one of them. */
public enum Zoning {
  /** Those of all zones alike. */
  ANY,
  /** Those of the gateway's own zone, as far as they suffice; see {@link Spread}. */
  PREFERRED,
  /** Those of the gateway's own zone, and no others. */
  OWN;

  /**
   * What a load balancer asks for.
   *
   * @param loadBalancer null when it is not known yet
   */
  static Zoning of(LoadBalancer loadBalancer) {
    if (loadBalancer == null) {
      return ANY;
    }
    if (!loadBalancer.crossZone()) {
      return OWN;
    }
    return loadBalancer.zonePreferred() ? PREFERRED : ANY;
  }
}
