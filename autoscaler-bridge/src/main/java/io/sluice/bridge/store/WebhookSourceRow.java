package io.sluice.bridge.store;

import io.sluice.chassis.store.NamedRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** A stored webhook source. */
@Entity
@Table(name = "webhook_source")
public class WebhookSourceRow extends NamedRow {
  @Column(name = "virtual_server_group_id", nullable = false)
  public UUID virtualServerGroupId;
}
