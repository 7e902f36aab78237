package io.sluice.chassis.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The answer to a request with an idempotency key, committed together with what it did. */
@Entity
@Table(name = "idempotency")
public class IdempotencyRow extends PanacheEntityBase {
  @Id public String key;

  /** SHA-256 over what was asked, hexadecimal. */
  @Column(nullable = false)
  public String request;

  /** The {@link Answer} as JSON. */
  @Column(nullable = false, columnDefinition = "text")
  public String answer;

  @Column(name = "created_at", nullable = false)
  public Instant createdAt;
}
