package io.sluice.gateway.table;

import io.sluice.contracts.model.LoadBalancer;
import java.util.Set;

/** Which zones' targets a load balancer uses, seen from a gateway in one of its zones. */
public final class Zoning {
  /** What the gateway's own zone means. */
  public enum Own {
    /** Nothing: targets of all zones are used alike. */
    ALIKE,
    /** Its targets are used as far as they suffice; see {@link Spread}. */
    PREFERRED,
    /** Its targets are used, and no others. */
    ONLY
  }

  /** Targets of all zones alike. */
  public static final Zoning ANY = new Zoning(Own.ALIKE, Set.of());

  private final Own own;
  private final Set<String> zones;
  private final int hash;

  /**
   * A zoning.
   *
   * @param zones those of the load balancer; empty: all
   */
  public Zoning(Own own, Set<String> zones) {
    this.own = own;
    this.zones = Set.copyOf(zones);
    // Asked for with every request.
    this.hash = 31 * own.hashCode() + zones.hashCode();
  }

  /**
   * What a load balancer asks for.
   *
   * @param loadBalancer null when it is not known yet
   */
  static Zoning of(LoadBalancer loadBalancer) {
    if (loadBalancer == null) {
      return ANY;
    }
    Own preferred = loadBalancer.zonePreferred() ? Own.PREFERRED : Own.ALIKE;
    return new Zoning(
        loadBalancer.crossZone() ? preferred : Own.ONLY, Set.copyOf(loadBalancer.zones()));
  }

  /** What the gateway's own zone means. */
  Own own() {
    return own;
  }

  /** Whether a target may be used: one that names no zone is in every zone. */
  public boolean uses(Endpoint endpoint) {
    boolean enabled = zones.isEmpty() || endpoint.zone() == null || zones.contains(endpoint.zone());
    return enabled && (endpoint.local() || own != Own.ONLY);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Zoning zoning && own == zoning.own && zones.equals(zoning.zones);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return own + (zones.isEmpty() ? "" : " of " + zones);
  }
}
