package io.sluice.chassis.store;

import io.sluice.chassis.id.Ids;
import io.sluice.contracts.sync.Revision;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * A write under way: the only one of its owner, see {@link RevisionRow}. All rows that it stamps
 * get one revision, which is used up only when it stamped any.
 */
public final class Write {
  private final Mutiny.Session session;
  private final Revision revision;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private boolean changed;

  Write(Mutiny.Session session, Revision revision) {
    this.session = session;
    this.revision = revision;
  }

  /** The session, for batches. */
  public Mutiny.Session session() {
    return session;
  }

  /** The revision it will have. */
  public Revision revision() {
    return revision;
  }

  /** Its time, in whole ms. */
  public Instant now() {
    return now;
  }

  /** Stamps a new row; gives it an id when it has none. The caller persists it. */
  public void created(Row row) {
    if (row.id == null) {
      row.id = Ids.next();
    }
    row.createdAt = now;
    changed(row);
  }

  /** Stamps a changed row. */
  public void changed(Row row) {
    row.version++;
    row.revision = revision.number();
    row.updatedAt = now;
    changed = true;
  }

  /** Notes deleted rows, so that readers hear of them. The caller deletes the rows. */
  public Uni<Void> removed(Collection<UUID> ids) {
    changed = true;
    List<TombstoneRow> tombstones =
        ids.stream()
            .map(id -> {
              TombstoneRow tombstone = new TombstoneRow();
              tombstone.id = id;
              tombstone.revision = revision.number();
              tombstone.deletedAt = now;
              return tombstone;
            })
            .toList();
    return session.persistAll(tombstones.toArray());
  }

  boolean hasChanged() {
    return changed;
  }
}
