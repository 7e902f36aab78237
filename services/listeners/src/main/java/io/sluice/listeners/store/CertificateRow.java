package io.sluice.listeners.store;

import io.sluice.chassis.store.NamedRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A stored certificate; its JSON lacks the private key. */
@Entity
@Table(name = "certificate")
public class CertificateRow extends NamedRow {
  /** See {@link io.sluice.chassis.secret.SecretKeys}; null: an authority. */
  @Column(name = "sealed_key", columnDefinition = "text")
  public String sealedKey;
}
