package io.sluice.contracts.model;

import java.time.Instant;
import java.util.UUID;

/**
 * A target: one instance that answers requests. Owner: registry.
 *
 * @param id identity
 * @param groupId the virtual server group it belongs to
 * @param address IP literal or host name
 * @param port 1-65535, or null for the backend service's port
 * @param weight 0-256; 0 takes no new request
 * @param zone its zone, or null
 * @param faultDomain its fault domain, or null
 * @param drainUntil set while it drains: it takes no new request, and is gone at this time
 * @param backup whether it is used only while no target without this mark can be
 */
public record Target(
    UUID id,
    UUID groupId,
    String address,
    Integer port,
    int weight,
    String zone,
    String faultDomain,
    Instant drainUntil,
    boolean backup) {

  /** Whether the target has been deregistered and finishes what runs. */
  public boolean draining() {
    return drainUntil != null;
  }
}
