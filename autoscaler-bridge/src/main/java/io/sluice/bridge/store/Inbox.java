package io.sluice.bridge.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.panache.common.Sort;
import io.sluice.bridge.domain.EventState;
import io.sluice.bridge.domain.MembershipEvent;
import io.sluice.chassis.id.Ids;
import io.sluice.chassis.store.Database;
import io.sluice.chassis.store.ListQuery;
import io.sluice.chassis.store.Slice;
import io.sluice.contracts.Json;
import io.sluice.contracts.command.MembershipCommand.Instance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Stores events before their sender is answered, each once, and lists them. */
@Singleton
public class Inbox {
  private static final TypeReference<List<Instance>> INSTANCES = new TypeReference<>() {};

  private final Database database;

  public Inbox(Database database) {
    this.database = database;
  }

  /**
   * Stores an event, unless it is there. The source's lane is locked meanwhile, so that events of
   * one source have the order in which they were stored.
   */
  public Uni<Receipt> receive(UUID sourceId, MembershipEvent event) {
    return database.transaction(abandoned ->
        Panache.getSession()
            .chain(session ->
                lockLane(session, sourceId)
                    .chain(there ->
                        there
                            ? store(session, sourceId, event)
                            : Uni.createFrom()
                                .item(new Receipt(Receipt.Outcome.SOURCE_GONE, null)))));
  }

  /** A part of the list, in the order of arrival. */
  public Uni<Slice<InboxRow>> list(ListQuery query) {
    Map<String, Object> parameters = new HashMap<>(query.filters());
    String where =
        query.filters().keySet().stream()
            .map(property -> property + " = :" + property)
            .collect(Collectors.joining(" and "));
    if (query.after() != null) {
      parameters.put("after", query.after());
      where += (where.isEmpty() ? "" : " and ") + "id > :after";
    }
    String condition = where.isEmpty() ? "1 = 1" : where;
    return database
        .read(() ->
            InboxRow.<InboxRow>find(condition, Sort.by("id"), parameters)
                .range(0, query.limit())
                .list())
        .map(rows ->
            rows.size() > query.limit()
                ? new Slice<>(rows.subList(0, query.limit()), true)
                : new Slice<>(rows, false));
  }

  /** The instances of a stored event. */
  static List<Instance> instances(InboxRow row) {
    try {
      return Json.MAPPER.readValue(row.targets, INSTANCES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the stored event " + row.id + " cannot be read", e);
    }
  }

  private static Uni<Boolean> lockLane(Mutiny.Session session, UUID sourceId) {
    return session
        .createNativeQuery(
            "select 1 from {h-schema}webhook_source where id = :source for key share",
            Integer.class)
        .setParameter("source", sourceId)
        .getSingleResultOrNull()
        .chain(source ->
            source == null
                ? Uni.createFrom().item(false)
                : session
                    .createNativeQuery(
                        "insert into {h-schema}inbox_lane (source_id, due_at)"
                            + " values (:source, now()) on conflict do nothing")
                    .setParameter("source", sourceId)
                    .executeUpdate()
                    .chain(() ->
                        session
                            .createNativeQuery(
                                "select 1 from {h-schema}inbox_lane"
                                    + " where source_id = :source for update",
                                Integer.class)
                            .setParameter("source", sourceId)
                            .getSingleResult())
                    .replaceWith(true));
  }

  private static Uni<Receipt> store(Mutiny.Session session, UUID sourceId, MembershipEvent event) {
    String operation = event.operation().name().toLowerCase(Locale.ROOT);
    String targets = json(event.targets());
    return InboxRow.<InboxRow>find("sourceId = ?1 and eventId = ?2", sourceId, event.eventId())
        .firstResult()
        .chain(known -> {
          if (known != null) {
            boolean same = known.operation.equals(operation) && known.targets.equals(targets);
            return Uni.createFrom()
                .item(
                    same
                        ? new Receipt(Receipt.Outcome.REPEATED, known.state)
                        : new Receipt(Receipt.Outcome.CONFLICT, null));
          }
          InboxRow row = new InboxRow();
          row.id = Ids.next();
          row.sourceId = sourceId;
          row.eventId = event.eventId();
          row.operation = operation;
          row.targets = targets;
          row.state = EventState.RECEIVED.text();
          row.receivedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
          return session
              .persist(row)
              .chain(session::flush)
              .replaceWith(new Receipt(Receipt.Outcome.STORED, row.state));
        });
  }

  private static String json(List<Instance> targets) {
    try {
      return Json.MAPPER.writeValueAsString(targets);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("targets cannot be written", e);
    }
  }
}
