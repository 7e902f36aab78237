package io.sluice.listeners.store;

import io.sluice.chassis.store.NamedRow;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A stored TLS policy. */
@Entity
@Table(name = "tls_policy")
public class TlsPolicyRow extends NamedRow {}
