package io.sluice.listeners.store;

import io.sluice.chassis.store.NamedRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** A stored listener. */
@Entity
@Table(name = "listener")
public class ListenerRow extends NamedRow {
  @Column(name = "load_balancer_id", nullable = false)
  public UUID loadBalancerId;

  @Column(name = "rule_group_id")
  public UUID ruleGroupId;

  /** Its load balancer's address; empty stands for the one each gateway is configured with. */
  @Column(name = "bind_address", nullable = false)
  public String bindAddress;

  @Column(nullable = false)
  public int port;
}
