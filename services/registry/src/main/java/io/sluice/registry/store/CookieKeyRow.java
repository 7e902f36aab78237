package io.sluice.registry.store;

import io.sluice.chassis.store.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A stored key of gateways' cookies. */
@Entity
@Table(name = "cookie_key")
public class CookieKeyRow extends Row {
  /** See {@link io.sluice.chassis.secret.SecretKeys}. */
  @Column(name = "sealed_secret", nullable = false, updatable = false, columnDefinition = "text")
  public String sealedSecret;

  @Column(name = "used_from", nullable = false, updatable = false)
  public Instant usedFrom;
}
