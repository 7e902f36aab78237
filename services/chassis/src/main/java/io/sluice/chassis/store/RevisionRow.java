package io.sluice.chassis.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.sluice.contracts.sync.Revision;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * The owner's revision, one row. Every write locks it first: this lines writers up, of all
 * replicas, so that revisions are committed in their order and a reader never sees one before its
 * elder.
 */
@Entity
@Table(name = "revision")
public class RevisionRow extends PanacheEntityBase {
  static final int ID = 1;

  @Id public int id;

  @Column(nullable = false)
  public long epoch;

  @Column(nullable = false)
  public long number;

  /** Tombstones up to this number are gone: a reader that is older gets everything. */
  @Column(name = "tombstone_floor", nullable = false)
  public long tombstoneFloor;

  Revision toRevision() {
    return new Revision(epoch, number);
  }
}
