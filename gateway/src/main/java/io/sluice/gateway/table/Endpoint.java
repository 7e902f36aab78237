package io.sluice.gateway.table;

import io.sluice.contracts.model.TargetHealth;
import java.util.UUID;

/**
 * A target as one backend service uses it.
 *
 * @param targetId the target
 * @param host IP literal or host name
 * @param port 1-65535
 * @param weight 0-256; 0 takes no new request
 * @param zone its zone, or null
 * @param draining whether it takes no new request because it was deregistered
 * @param health what the probes say
 * @param backup whether it is used only while no other can be
 * @param local whether it is in the gateway's zone; one that names no zone is in every zone
 */
public record Endpoint(
    UUID targetId,
    String host,
    int port,
    int weight,
    String zone,
    boolean draining,
    TargetHealth.State health,
    boolean backup,
    boolean local) {

  /** Whether new requests may go to it, if the probes do not object. */
  public boolean takesRequests() {
    return !draining && weight > 0;
  }

  /** The same, as if the probes had found it unhealthy. */
  public Endpoint asUnhealthy() {
    return new Endpoint(
        targetId, host, port, weight, zone, draining, TargetHealth.State.UNHEALTHY, backup, local);
  }

  /** Whether new requests may go to it, and the probes say that it answers them. */
  public boolean eligible() {
    return takesRequests() && health == TargetHealth.State.HEALTHY;
  }
}
