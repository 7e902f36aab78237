package io.sluice.chassis.store;

import io.sluice.chassis.id.Ids;
import io.sluice.contracts.sync.Revision;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * A write under way: the only one of its owner, see {@link RevisionRow}. All rows that it stamps
 * get one revision, which is used up only when it stamped any.
 */
public final class Write {
  private static final String TOMBSTONES =
      "insert into {h-schema}tombstone (id, revision, deleted_at)"
          + " select cast(id as uuid), :revision, :now"
          + " from unnest(string_to_array(cast(:ids as text), ',')) as id";

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
    touch();
  }

  /** Notes that rows were stamped by a statement of the caller's own. */
  public void touch() {
    changed = true;
  }

  /** Notes deleted rows, so that readers hear of them. The caller deletes the rows. */
  public Uni<Void> removed(Collection<UUID> ids) {
    touch();
    // One statement: a thousand entities would keep the event loop busy for hundreds of ms.
    return session
        .createNativeQuery(TOMBSTONES)
        .setParameter("ids", ids.stream().map(UUID::toString).collect(Collectors.joining(",")))
        .setParameter("revision", revision.number())
        .setParameter("now", now)
        .executeUpdate()
        .replaceWithVoid();
  }

  boolean hasChanged() {
    return changed;
  }
}
