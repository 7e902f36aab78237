package io.sluice.bridge.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.panache.common.Sort;
import io.sluice.bridge.domain.EventState;
import io.sluice.chassis.store.Database;
import io.sluice.contracts.command.MembershipCommand;
import io.sluice.contracts.command.MembershipCommand.Operation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Gives out the events that wait. A replica leases a source's lane and carries its events out one
 * after the other; when it dies, the lease runs out and another goes on. All times are the
 * database's: clocks of replicas differ.
 */
@Singleton
public class InboxQueue {
  /**
   * More than a request to the registry with its database access takes, less than a person waits.
   */
  static final Duration LEASE = Duration.ofSeconds(10);

  private final Database database;
  private final UUID holder = UUID.randomUUID();

  public InboxQueue(Database database) {
    this.database = database;
  }

  /** Leases the lane of a source with an event that is due, if there is one. */
  public Uni<Optional<UUID>> lease() {
    return inTransaction(session ->
        session
            .createNativeQuery(
                """
                update {h-schema}inbox_lane
                set lease_holder = :holder, lease_until = now() + :millis * interval '1 ms'
                where source_id = (
                  select lane.source_id from {h-schema}inbox_lane lane
                  where lane.due_at <= now()
                    and (lane.lease_until is null or lane.lease_until < now())
                    and exists (select 1 from {h-schema}inbox event
                      where event.source_id = lane.source_id and event.state = 'received')
                  order by lane.due_at limit 1 for update skip locked)
                returning source_id
                """,
                UUID.class)
            .setParameter("holder", holder)
            .setParameter("millis", LEASE.toMillis())
            .getSingleResultOrNull()
            .map(Optional::ofNullable));
  }

  /** The event of a source that is next, if any waits. */
  public Uni<Optional<Delivery>> next(UUID sourceId) {
    return database.read(() ->
        InboxRow.<InboxRow>find("sourceId = ?1 and state = 'received'", Sort.by("number"), sourceId)
            .firstResult()
            .chain(row ->
                row == null
                    ? Uni.createFrom().item(Optional.empty())
                    : WebhookSourceRow.<WebhookSourceRow>findById(sourceId)
                        .map(source ->
                            Optional.ofNullable(source).map(there -> delivery(row, there)))));
  }

  /** Notes the end of an event, and holds on to the lane. */
  public Uni<Void> finish(Delivery delivery, EventState state, String detail) {
    return inTransaction(session ->
        session
            .createNativeQuery(
                """
                update {h-schema}inbox
                set state = :state, detail = :detail, attempts = attempts + 1, done_at = now()
                where id = :id and state = 'received'
                """)
            .setParameter("state", state.text())
            .setParameter("detail", detail)
            .setParameter("id", delivery.id())
            .executeUpdate()
            .chain(() ->
                changeLane(
                    session,
                    delivery.sourceId(),
                    "lease_until = now() + :millis * interval '1 ms'",
                    LEASE)));
  }

  /** Notes a failed attempt; the source's events rest for a while. */
  public Uni<Void> postpone(Delivery delivery, String detail, Duration rest) {
    return inTransaction(session ->
        session
            .createNativeQuery(
                """
                update {h-schema}inbox set detail = :detail, attempts = attempts + 1
                where id = :id and state = 'received'
                """)
            .setParameter("detail", detail)
            .setParameter("id", delivery.id())
            .executeUpdate()
            .chain(() ->
                changeLane(
                    session,
                    delivery.sourceId(),
                    "lease_until = null, due_at = now() + :millis * interval '1 ms'",
                    rest)));
  }

  /** Gives a lane back. */
  public Uni<Void> release(UUID sourceId) {
    return inTransaction(session ->
        changeLane(
            session,
            sourceId,
            "lease_until = null, due_at = now() + :millis * interval '1 ms'",
            Duration.ZERO));
  }

  /** Deletes what ended longer ago. */
  public Uni<Void> forget(Duration kept) {
    return inTransaction(session ->
        session
            .createNativeQuery(
                "delete from {h-schema}inbox where done_at < now() - :hours * interval '1 h'")
            .setParameter("hours", kept.toHours())
            .executeUpdate()
            .chain(() -> forgetShared(session, "idempotency", "created_at"))
            .chain(() -> forgetShared(session, "tombstone", "deleted_at")));
  }

  private Uni<Void> changeLane(
      Mutiny.Session session, UUID sourceId, String change, Duration millis) {
    return session
        .createNativeQuery(
            "update {h-schema}inbox_lane set "
                + change
                + " where source_id = :source and lease_holder = :holder")
        .setParameter("millis", millis.toMillis())
        .setParameter("source", sourceId)
        .setParameter("holder", holder)
        .executeUpdate()
        .replaceWithVoid();
  }

  private static Uni<Void> forgetShared(Mutiny.Session session, String table, String column) {
    return session
        .createNativeQuery(
            "delete from {h-schema}" + table + " where " + column + " < now() - interval '24 h'")
        .executeUpdate()
        .replaceWithVoid();
  }

  private <T> Uni<T> inTransaction(Function<Mutiny.Session, Uni<T>> work) {
    return database.transaction(abandoned -> Panache.getSession().chain(work::apply));
  }

  private static Delivery delivery(InboxRow row, WebhookSourceRow source) {
    return new Delivery(
        row.id,
        row.sourceId,
        row.eventId,
        row.attempts,
        new MembershipCommand(
            row.sourceId + ":" + row.eventId,
            source.virtualServerGroupId,
            Operation.valueOf(row.operation.toUpperCase(Locale.ROOT)),
            Inbox.instances(row)));
  }
}
