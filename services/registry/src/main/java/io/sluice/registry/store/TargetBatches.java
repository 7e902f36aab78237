package io.sluice.registry.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.chassis.store.Stored;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.Json;
import io.sluice.contracts.model.Target;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Writes of many targets as one statement each. Entity by entity a batch of 1000 kept the event
 * loop busy for up to 2.5 s, measured, and with it every other request.
 */
final class TargetBatches {
  /** The inner cast makes the parameter a text: the driver would quote it once more for json. */
  private static final String INSERT =
      "insert into {h-schema}target (id, version, revision, created_at, updated_at, group_id,"
          + " address, port, weight, zone, fault_domain, backup)"
          + " select id, version, revision, created_at, updated_at, group_id, address, port,"
          + " weight, zone, fault_domain, backup from json_to_recordset(cast(cast(:rows as text) as json)) as r(id uuid,"
          + " version bigint, revision bigint, created_at timestamptz, updated_at timestamptz,"
          + " group_id uuid, address text, port integer, weight integer, zone text,"
          + " fault_domain text, backup boolean)";

  private TargetBatches() {}

  /** Inserts new rows that are stamped. */
  static Uni<Void> insert(Write write, Collection<TargetRow> rows) {
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    ArrayNode json = Json.MAPPER.createArrayNode();
    rows.forEach(row -> put(json.addObject(), row));
    return write
        .session()
        .createNativeQuery(INSERT)
        .setParameter("rows", json.toString())
        .executeUpdate()
        .replaceWithVoid();
  }

  /**
   * Lets targets drain; one that drains already keeps its time.
   *
   * @return all of them as they are now
   */
  static Uni<List<Stored<Target>>> drain(Write write, Collection<TargetRow> rows, Instant until) {
    List<Stored<Target>> all = new ArrayList<>();
    List<UUID> fresh = new ArrayList<>();
    for (TargetRow row : rows) {
      if (row.drainUntil == null) {
        fresh.add(row.id);
        all.add(drained(write, row, until));
      } else {
        all.add(Stored.of(row, row.toTarget()));
      }
    }
    if (fresh.isEmpty()) {
      return Uni.createFrom().item(all);
    }
    write.touch();
    return write
        .session()
        .createMutationQuery(
            "update TargetRow set drainUntil = :until, version = version + 1, revision = :revision,"
                + " updatedAt = :now where id in :ids")
        .setParameter("until", until)
        .setParameter("revision", write.revision().number())
        .setParameter("now", write.now())
        .setParameter("ids", fresh)
        .executeUpdate()
        .replaceWith(all);
  }

  /**
   * Removes targets.
   *
   * @return all of them, drained now
   */
  static Uni<List<Stored<Target>>> remove(Write write, Collection<TargetRow> rows) {
    if (rows.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<UUID> ids = rows.stream().map(row -> row.id).toList();
    List<Stored<Target>> gone = rows.stream().map(row -> drained(write, row, write.now())).toList();
    return write
        .removed(ids)
        .chain(() ->
            write
                .session()
                .createMutationQuery("delete from TargetRow where id in :ids")
                .setParameter("ids", ids)
                .executeUpdate())
        .replaceWith(gone);
  }

  private static Stored<Target> drained(Write write, TargetRow row, Instant until) {
    Target target =
        new Target(
            row.id,
            row.groupId,
            row.address,
            row.port,
            row.weight,
            row.zone,
            row.faultDomain,
            until,
            row.backup);
    return new Stored<>(
        row.id, target, row.version + 1, write.revision().number(), row.createdAt, write.now());
  }

  private static void put(ObjectNode json, TargetRow row) {
    json.put("id", row.id.toString())
        .put("version", row.version)
        .put("revision", row.revision)
        .put("created_at", row.createdAt.toString())
        .put("updated_at", row.updatedAt.toString())
        .put("group_id", row.groupId.toString())
        .put("address", row.address)
        .put("port", row.port)
        .put("weight", row.weight)
        .put("zone", row.zone)
        .put("fault_domain", row.faultDomain)
        .put("backup", row.backup);
  }
}
