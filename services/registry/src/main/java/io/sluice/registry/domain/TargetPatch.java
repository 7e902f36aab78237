package io.sluice.registry.domain;

import io.sluice.contracts.model.Target;
import java.util.UUID;

/**
 * A change of one target in a batch.
 *
 * @param id the target
 * @param weight the new weight, or null to keep it
 * @param setsZone whether the zone is changed
 * @param zone the new zone; null removes it
 * @param setsFaultDomain whether the fault domain is changed
 * @param faultDomain the new fault domain; null removes it
 * @param backup whether it is a backup from now on, or null to keep it
 */
public record TargetPatch(
    UUID id,
    Integer weight,
    boolean setsZone,
    String zone,
    boolean setsFaultDomain,
    String faultDomain,
    Boolean backup) {
  /** The target after the change. */
  public Target apply(Target target) {
    return new Target(
        target.id(),
        target.groupId(),
        target.address(),
        target.port(),
        weight == null ? target.weight() : weight,
        setsZone ? zone : target.zone(),
        setsFaultDomain ? faultDomain : target.faultDomain(),
        target.drainUntil(),
        backup == null ? target.backup() : backup);
  }
}
