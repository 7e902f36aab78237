package io.sluice.chassis.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** What is left of a deleted object, so that readers hear of it. */
@Entity
@Table(name = "tombstone")
public class TombstoneRow extends PanacheEntityBase {
  @Id public UUID id;

  @Column(nullable = false)
  public long revision;

  @Column(name = "deleted_at", nullable = false)
  public Instant deletedAt;
}
