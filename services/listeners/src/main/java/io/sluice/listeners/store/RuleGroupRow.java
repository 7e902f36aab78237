package io.sluice.listeners.store;

import io.sluice.chassis.store.NamedRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** A stored rule group. */
@Entity
@Table(name = "rule_group")
public class RuleGroupRow extends NamedRow {
  @Column(name = "load_balancer_id", nullable = false)
  public UUID loadBalancerId;
}
