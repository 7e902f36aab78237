package io.sluice.gateway.table;

import java.util.List;
import java.util.function.Predicate;

/**
 * The targets that a service's requests are spread over by one {@link Zoning}, and by how much each
 * counts. Of those that take requests and are no backup they are the healthy ones; when none is
 * healthy, the healthy backups; when fewer than the service's {@code failOpenPercent} are healthy,
 * or none and no backup either (fail-open), all.
 *
 * <p>A zone that is preferred gets all requests as long as its healthy targets, by weight, are 5/7
 * of its targets; below that it gets 1.4 × the healthy share, and the other zones the rest.
 *
 * @param endpoints the targets, ordered by target id; never one with weight 0. Empty: 503
 * @param weights of each target, above 0; the targets' own, but where zones get different shares
 * @param placement where keys belong among the targets; null unless the algorithm or stickiness
 *     places by a key
 */
public record Spread(List<Endpoint> endpoints, List<Integer> weights, Placement placement) {
  /** How much of a zone's requests its healthy targets take, for each target that is healthy. */
  static final double OVERPROVISIONING = 1.4;

  /** The sum of weights where zones get different shares: fine enough for 1 of 10,000 targets. */
  private static final int TOTAL = 1 << 26;

  /**
   * The spread over a service's targets.
   *
   * @param all the service's targets, ordered by target id
   * @param failOpenPercent 0-100 %: when a smaller share is healthy, all are used
   * @param byKey whether the algorithm places by a key
   * @param before the spread as it was, of which is used what still holds; or null
   */
  static Spread of(
      List<Endpoint> all, Zoning zoning, int failOpenPercent, boolean byKey, Spread before) {
    List<Endpoint> usable = filter(all, zoning::uses);
    Spread spread =
        zoning.own() == Zoning.Own.PREFERRED
            ? preferred(usable, failOpenPercent)
            : ofAll(used(usable, failOpenPercent));
    return byKey
        ? new Spread(
            spread.endpoints,
            spread.weights,
            Placement.of(
                spread.endpoints, spread.weights, before == null ? null : before.placement))
        : spread;
  }

  /** Whether targets are used although they are not known to be healthy. */
  boolean failOpen() {
    return endpoints.stream().anyMatch(endpoint -> !endpoint.eligible());
  }

  private static List<Endpoint> used(List<Endpoint> all, int failOpenPercent) {
    List<Endpoint> first = takers(all, false);
    List<Endpoint> backups = takers(all, true);
    boolean second =
        first.isEmpty()
            || first.stream().noneMatch(Endpoint::eligible)
                && backups.stream().anyMatch(Endpoint::eligible);
    List<Endpoint> takers = second ? backups : first;
    List<Endpoint> healthy = filter(takers, Endpoint::eligible);
    boolean open = healthy.isEmpty() || healthy.size() * 100 < takers.size() * failOpenPercent;
    return open ? takers : healthy;
  }

  private static List<Endpoint> takers(List<Endpoint> all, boolean backup) {
    return filter(all, endpoint -> endpoint.takesRequests() && endpoint.backup() == backup);
  }

  private static Spread preferred(List<Endpoint> all, int failOpenPercent) {
    Spread alike = ofAll(used(all, failOpenPercent));
    List<Endpoint> own = filter(alike.endpoints, Endpoint::local);
    if (alike.failOpen() || own.isEmpty() || own.size() == alike.endpoints.size()) {
      return alike;
    }
    long ownWeight = weight(own);
    long ownWhole = weight(filter(takers(all, own.getFirst().backup()), Endpoint::local));
    double share = OVERPROVISIONING * ownWeight / ownWhole;
    if (share >= 1) {
      return ofAll(own);
    }
    double each = TOTAL * share / ownWeight;
    double eachOther = TOTAL * (1 - share) / (weight(alike.endpoints) - ownWeight);
    List<Integer> weights =
        alike.endpoints.stream()
            .map(e -> (int) Math.max(1, Math.round(e.weight() * (e.local() ? each : eachOther))))
            .toList();
    return new Spread(alike.endpoints, weights, null);
  }

  private static Spread ofAll(List<Endpoint> endpoints) {
    return new Spread(endpoints, endpoints.stream().map(Endpoint::weight).toList(), null);
  }

  private static long weight(List<Endpoint> endpoints) {
    return endpoints.stream().mapToLong(Endpoint::weight).sum();
  }

  private static List<Endpoint> filter(List<Endpoint> endpoints, Predicate<Endpoint> kept) {
    return endpoints.stream().filter(kept).toList();
  }
}
