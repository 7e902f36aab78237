package io.sluice.registry.store;

import io.sluice.chassis.store.NamedRow;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A stored virtual server group. */
@Entity
@Table(name = "virtual_server_group")
public class VirtualServerGroupRow extends NamedRow {}
