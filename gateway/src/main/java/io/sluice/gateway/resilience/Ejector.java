package io.sluice.gateway.resilience;

import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.ServiceTable;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * Passive ejection for all event loops of a gateway. They count failures in a row in {@link
 * TargetState}, and report a target that has too many; here, on one thread, it is decided whether
 * it is ejected, and a table is made in which it counts as unhealthy. So event loops see an
 * ejection as they see any change of health: an immutable table, whole, and every algorithm,
 * placement and fail-open goes by it without knowing of ejections. Requests that begin before a
 * loop has the table, some milliseconds, still go to the target.
 */
public final class Ejector {
  private final LongSupplier clock;
  private final ResilienceObserver observer;
  private final GatewayStates states;
  private final Queue<TargetState> failing = new ConcurrentLinkedQueue<>();
  private final Queue<TargetState> kept = new ArrayDeque<>();
  private final Map<UUID, Ejections> byService = new HashMap<>();
  private Map<UUID, Overlay> overlays = Map.of();
  private Map<UUID, Set<UUID>> told = Map.of();

  /** What a table of a service with ejected targets was made from. */
  private record Overlay(ServiceTable from, Set<UUID> ejected, ServiceTable made) {}

  /**
   * None is ejected.
   *
   * @param clock nanoseconds of the monotonic clock
   */
  public Ejector(LongSupplier clock, ResilienceObserver observer) {
    this.clock = clock;
    this.observer = observer;
    this.states = new GatewayStates(clock, observer::serviceMet, failing::add);
  }

  /** What the event loops share; may be asked for from any thread. */
  public GatewayStates states() {
    return states;
  }

  /**
   * Decides on what was reported, and ends what is over. To be called several times a second.
   *
   * @param configured the table that is configured
   * @return whether {@link #apply} makes another table than before
   */
  public boolean tick(RoutingTable configured) {
    boolean changed = endThoseThatAreOver();
    kept.forEach(TargetState::reportAgain);
    kept.clear();
    TargetState reported = failing.poll();
    while (reported != null) {
      changed |= decide(reported, configured.services().get(reported.serviceId()));
      reported = failing.poll();
    }
    return changed;
  }

  private boolean endThoseThatAreOver() {
    long now = clock.getAsLong();
    boolean changed = false;
    for (Map.Entry<UUID, Ejections> service : byService.entrySet()) {
      for (UUID target : service.getValue().end(now)) {
        states.target(service.getKey(), target).clear();
        changed = true;
      }
    }
    return changed;
  }

  private boolean decide(TargetState target, ServiceTable service) {
    if (service == null) {
      return false;
    }
    boolean ejected =
        byService
            .computeIfAbsent(target.serviceId(), id -> new Ejections())
            .eject(service, target.targetId(), clock.getAsLong());
    observer.ejectionDecided(target.serviceId(), target.targetId(), ejected);
    if (!ejected) {
      kept.add(target);
    }
    return ejected;
  }

  /** The table that event loops are to use: in it ejected targets are unhealthy. */
  public RoutingTable apply(RoutingTable configured) {
    Map<UUID, ServiceTable> services = new HashMap<>(configured.services());
    Map<UUID, Overlay> next = new HashMap<>();
    byService
        .entrySet()
        .removeIf(entry -> {
          UUID id = entry.getKey();
          ServiceTable service = configured.services().get(id);
          if (service == null) {
            return true;
          }
          Ejections ejections = entry.getValue();
          ejections.update(service).forEach(target -> states.target(id, target).clear());
          Set<UUID> ejected = ejections.ejected();
          if (!ejected.isEmpty()) {
            Overlay overlay = overlay(service, ejected, overlays.get(id));
            next.put(id, overlay);
            services.put(id, overlay.made);
          }
          return ejections.isEmpty();
        });
    overlays = next;
    tellChange();
    return next.isEmpty() ? configured : configured.with(Collections.unmodifiableMap(services));
  }

  private static Overlay overlay(ServiceTable service, Set<UUID> ejected, Overlay before) {
    if (before != null && before.from == service && before.ejected.equals(ejected)) {
      return before;
    }
    ServiceTable made =
        ServiceTable.of(
            service.service(),
            service.endpoints().stream()
                .map(e -> ejected.contains(e.targetId()) ? e.asUnhealthy() : e)
                .toList(),
            service.certificates(),
            service.spreads().keySet(),
            before == null ? service : before.made);
    return new Overlay(service, ejected, made);
  }

  private void tellChange() {
    Map<UUID, Set<UUID>> now = ejected();
    if (!now.equals(told)) {
      told = now;
      observer.ejectedChanged(now);
    }
  }

  /** Ejected targets by backend service; services without any are left out. */
  public Map<UUID, Set<UUID>> ejected() {
    Map<UUID, Set<UUID>> all = new HashMap<>();
    overlays.forEach((id, overlay) -> all.put(id, overlay.ejected));
    return Collections.unmodifiableMap(all);
  }

  /** Every event loop uses the table: what is not in it is forgotten. */
  public void applied(RoutingTable table) {
    states.retain(table);
  }
}
