package io.sluice.contracts.command;

import java.util.List;
import java.util.UUID;

/**
 * Registers or deregisters targets of a group on behalf of a scaling event.
 *
 * @param key idempotency key: the same key is carried out once, and answered alike again
 * @param groupId the virtual server group
 * @param operation what to do
 * @param targets the instances
 */
public record MembershipCommand(
    String key, UUID groupId, Operation operation, List<Instance> targets) {

  /** What to do with the instances. */
  public enum Operation {
    /** Register; one that is there already gets the given weight, and stops draining. */
    REGISTER,
    /** Deregister with drain; one that is not there is ignored. */
    DEREGISTER
  }

  /**
   * An instance.
   *
   * @param address IP literal or host name
   * @param port 1-65535, or null for the backend service's port
   * @param weight 0-256, or null for the default
   * @param zone its zone, or null
   * @param faultDomain its fault domain, or null
   */
  public record Instance(
      String address, Integer port, Integer weight, String zone, String faultDomain) {}
}
