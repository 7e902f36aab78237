package io.sluice.listeners.store;

import io.sluice.chassis.store.NamedRow;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A stored load balancer. */
@Entity
@Table(name = "load_balancer")
public class LoadBalancerRow extends NamedRow {}
