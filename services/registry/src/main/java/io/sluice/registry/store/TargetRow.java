package io.sluice.registry.store;

import io.sluice.chassis.store.Row;
import io.sluice.contracts.model.Target;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A stored target. */
@Entity
@Table(name = "target")
public class TargetRow extends Row {
  @Column(name = "group_id", nullable = false, updatable = false)
  public UUID groupId;

  @Column(nullable = false, updatable = false)
  public String address;

  @Column(updatable = false)
  public Integer port;

  @Column(nullable = false)
  public int weight;

  @Column public String zone;

  @Column(name = "fault_domain")
  public String faultDomain;

  @Column(name = "drain_until")
  public Instant drainUntil;

  @Column(nullable = false)
  public boolean backup;

  /** It as other services see it. */
  public Target toTarget() {
    return new Target(id, groupId, address, port, weight, zone, faultDomain, drainUntil, backup);
  }
}
