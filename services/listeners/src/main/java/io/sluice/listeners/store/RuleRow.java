package io.sluice.listeners.store;

import io.sluice.chassis.store.NamedRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** A stored rule. */
@Entity
@Table(name = "rule")
public class RuleRow extends NamedRow {
  @Column(name = "rule_group_id", nullable = false)
  public UUID ruleGroupId;

  public Integer priority;

  /** See {@link io.sluice.listeners.domain.RulePrecedence#matchKey}. */
  @Column(name = "match_key", nullable = false)
  public String matchKey;
}
