package io.sluice.listeners.domain;

import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.LoadBalancer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A load balancer as its author wrote it; null where nothing was written.
 *
 * @param name 1-63 characters, unique in the suite; required
 * @param description at most 256 characters; empty by default
 * @param scheme {@code internal} (default) or {@code internet-facing}
 * @param address IP literal its listeners bind, immutable; by default each gateway's bind address
 * @param zones zones it serves, at most 64; empty (default) means all
 * @param crossZone whether targets of other zones are used; true by default
 * @param deletionProtection whether it refuses to be deleted; false by default
 * @param zonePreferred whether a gateway uses targets of its own zone first; false by default, and
 *     only with {@code crossZone}
 */
public record LoadBalancerDraft(
    String name,
    String description,
    String scheme,
    String address,
    List<String> zones,
    Boolean crossZone,
    Boolean deletionProtection,
    Boolean zonePreferred) {
  private static final Set<String> SCHEMES = Set.of("internal", "internet-facing");

  /** The most zones of a load balancer. */
  public static final int MAX_ZONES = 64;

  private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9._-]{1,63}");

  /** The value with its defaults; to be used only when nothing was added to the violations. */
  public LoadBalancer validate(UUID id, Violations violations) {
    Checks checks = new Checks(violations);
    String validScheme = scheme == null ? "internal" : scheme;
    checks.require(SCHEMES.contains(validScheme), "scheme", scheme, "internal, internet-facing");
    boolean preferred = zonePreferred != null && zonePreferred;
    boolean crosses = crossZone == null || crossZone;
    checks.require(
        crosses || !preferred, "zonePreferred", zonePreferred, "false without crossZone");
    return new LoadBalancer(
        id,
        name,
        description,
        validScheme,
        validAddress(checks),
        validZones(checks),
        crosses,
        deletionProtection != null && deletionProtection,
        preferred);
  }

  private String validAddress(Checks checks) {
    if (address == null) {
      return null;
    }
    String canonical = IpAddresses.canonical(address).orElse(null);
    checks.require(
        canonical != null && !IpAddresses.isMulticast(canonical),
        "address",
        address,
        "an IPv4 or IPv6 literal without brackets and zone index, not multicast");
    return canonical;
  }

  private List<String> validZones(Checks checks) {
    if (zones == null) {
      return List.of();
    }
    checks.require(
        zones.size() <= MAX_ZONES, "zones", zones.size() + " zones", "at most " + MAX_ZONES);
    Set<String> seen = new LinkedHashSet<>();
    for (int i = 0; i < zones.size(); i++) {
      String zone = zones.get(i);
      String field = "zones[" + i + "]";
      boolean named =
          checks.require(
              zone != null && ZONE.matcher(zone).matches(),
              field,
              zone,
              "1-63 letters a-z, digits, '-', '_' or '.'");
      if (named) {
        checks.require(seen.add(zone), field, zone, "each zone once");
      }
    }
    return List.copyOf(seen);
  }
}
