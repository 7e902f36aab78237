package io.sluice.gateway.resilience;

import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.ServiceTable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The states that event loops of a gateway share; they look them up when they meet a target. */
public final class GatewayStates {
  private record Key(UUID serviceId, UUID targetId) {}

  private final Map<Key, TargetState> targets = new ConcurrentHashMap<>();
  private final Map<UUID, ServiceState> services = new ConcurrentHashMap<>();
  private final LongSupplier clock;
  private final Consumer<ServiceState> met;
  private final Consumer<TargetState> failing;

  /**
   * No target yet.
   *
   * @param clock nanoseconds of the monotonic clock
   * @param met is told, on any thread, of each backend service once
   * @param failing is told, on any thread, of targets that fail too often
   */
  GatewayStates(LongSupplier clock, Consumer<ServiceState> met, Consumer<TargetState> failing) {
    this.met = met;
    this.clock = clock;
    this.failing = failing;
  }

  /** States that nothing comes of. */
  public static GatewayStates unobserved() {
    return new GatewayStates(() -> 0, service -> {}, target -> {});
  }

  /** The state of a target; may be called from any thread. */
  public TargetState target(UUID serviceId, UUID targetId) {
    return targets.computeIfAbsent(
        new Key(serviceId, targetId), key -> new TargetState(serviceId, targetId, failing));
  }

  /** The state of a backend service; may be called from any thread. */
  public ServiceState service(UUID serviceId) {
    return services.computeIfAbsent(
        serviceId,
        id -> {
          ServiceState made = new ServiceState(id, clock.getAsLong());
          met.accept(made);
          return made;
        });
  }

  /** Forgets what a table does not have; called when all event loops use it. */
  void retain(RoutingTable table) {
    services.keySet().retainAll(table.services().keySet());
    targets
        .keySet()
        .removeIf(key -> {
          ServiceTable service = table.services().get(key.serviceId);
          return service == null || service.endpoint(key.targetId) == null;
        });
  }
}
