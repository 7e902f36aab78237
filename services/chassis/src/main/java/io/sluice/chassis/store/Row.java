package io.sluice.chassis.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;

/** What every stored object has. {@link Write} keeps all but the id. */
@MappedSuperclass
public abstract class Row extends PanacheEntityBase {
  /** UUID version 7: the order of ids is the order of creation. */
  @Id public UUID id;

  /** 1 when created, then one more with each change; the ETag. */
  @Column(nullable = false)
  public long version;

  /** The owner's revision of the last change. */
  @Column(nullable = false)
  public long revision;

  @Column(name = "created_at", nullable = false)
  public Instant createdAt;

  @Column(name = "updated_at", nullable = false)
  public Instant updatedAt;
}
