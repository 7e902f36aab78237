package io.sluice.registry.store;

import io.sluice.chassis.store.NamedRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** A stored backend service. */
@Entity
@Table(name = "backend_service")
public class BackendServiceRow extends NamedRow {
  @Column(name = "virtual_server_group_id", nullable = false)
  public UUID virtualServerGroupId;

  @Column(name = "deregistration_delay_seconds", nullable = false)
  public int deregistrationDelaySeconds;
}
