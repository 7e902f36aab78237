package io.sluice.contracts;

import io.sluice.contracts.sync.Revision;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A gateway's heartbeat: what it has applied and how its listeners stand. Owners build the {@code
 * status} of their resources from it; a gateway silent for 5 s is no longer counted.
 *
 * @param gatewayId the gateway's name, unique in the cluster, stable over restarts
 * @param zone the zone the gateway runs in
 * @param startedAt when the process started
 * @param sequence grows by one with each beat of a process; tells a late beat from a new one
 * @param draining whether the gateway has stopped to accept connections
 * @param listeners revision of the listeners service in use; {@link Revision#NONE} before the first
 * @param registry revision of the registry in use
 * @param health revision of the health service in use
 * @param copyAgeSeconds age of the last-known-good copy being served, or null once live
 *     configuration arrived
 * @param listenerStates one entry a configured listener
 * @param targetLoads targets with requests in flight; a target that is not named has none
 * @param ejections targets that the gateway leaves out because they failed
 * @param slowStarts targets whose share of the gateway's requests is growing
 */
public record GatewayBeat(
    String gatewayId,
    String zone,
    Instant startedAt,
    long sequence,
    boolean draining,
    Revision listeners,
    Revision registry,
    Revision health,
    Long copyAgeSeconds,
    List<ListenerState> listenerStates,
    List<TargetLoad> targetLoads,
    List<TargetEjection> ejections,
    List<TargetSlowStart> slowStarts) {

  /** A gateway of an older version ejects nothing, and gives every target its whole weight. */
  public GatewayBeat {
    ejections = ejections == null ? List.of() : ejections;
    slowStarts = slowStarts == null ? List.of() : slowStarts;
  }

  /**
   * How one listener stands on the gateway.
   *
   * @param listenerId the listener
   * @param bound whether its socket is open
   * @param error why it is not, or null
   * @param connections open client connections
   * @param elsewhere whether it is left to gateways of other zones, those of its load balancer
   */
  public record ListenerState(
      UUID listenerId, boolean bound, String error, int connections, boolean elsewhere) {
    /** A listener that the gateway serves. */
    public ListenerState(UUID listenerId, boolean bound, String error, int connections) {
      this(listenerId, bound, error, connections, false);
    }

    /** A listener that it does not. */
    public static ListenerState elsewhere(UUID listenerId) {
      return new ListenerState(listenerId, false, null, 0, true);
    }
  }

  /**
   * The gateway's load on one target.
   *
   * @param targetId the target
   * @param active requests in flight
   */
  public record TargetLoad(UUID targetId, int active) {}

  /**
   * A target that the gateway leaves out.
   *
   * @param backendServiceId the backend service whose requests failed
   * @param targetId the target
   */
  public record TargetEjection(UUID backendServiceId, UUID targetId) {}

  /**
   * A target in a slow start.
   *
   * @param backendServiceId the backend service whose requests it gets
   * @param targetId the target
   * @param weightPercent the share of its weight that it is given, 10-99 %
   */
  public record TargetSlowStart(UUID backendServiceId, UUID targetId, int weightPercent) {}
}
