package io.sluice.registry.store;

import io.quarkus.panache.common.Sort;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.problem.Violations;
import io.sluice.chassis.store.ListQuery;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.Slice;
import io.sluice.chassis.store.Stored;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.model.Target;
import io.sluice.registry.domain.Drain;
import io.sluice.registry.domain.NewTarget;
import io.sluice.registry.domain.NewTarget.Endpoint;
import io.sluice.registry.domain.TargetPatch;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Targets: registered, changed, drained and removed, in batches of one revision. */
@Singleton
public class TargetStore {
  private final Owner owner;
  private final TargetTable table;
  private final VirtualServerGroupTable groups;
  private final BackendServiceTable backendServices;
  private final int maxTargets;

  public TargetStore(
      Owner owner,
      TargetTable table,
      VirtualServerGroupTable groups,
      BackendServiceTable backendServices,
      RegistryConfig config) {
    this.owner = owner;
    this.table = table;
    this.groups = groups;
    this.backendServices = backendServices;
    this.maxTargets = config.maxTargetsPerGroup();
  }

  /** What a registration does with a target that is registered and does not drain. */
  public enum Present {
    /** Refuses the whole batch. */
    REFUSED,
    /** Gives it the new settings. */
    UPDATED
  }

  /** Part of a group's targets; fails with 404 when there is no such group. */
  public Uni<Slice<Stored<Target>>> list(UUID groupId, ListQuery query) {
    Map<String, Object> parameters = new HashMap<>(query.filters());
    parameters.put("groupId", groupId);
    String where =
        parameters.keySet().stream()
            .sorted()
            .map(property -> property + " = :" + property)
            .collect(Collectors.joining(" and "));
    if (query.after() != null) {
      parameters.put("after", query.after());
      where += " and id > :after";
    }
    String condition = where;
    return owner
        .database()
        .read(() ->
            group(groupId)
                .chain(() ->
                    table
                        .find(condition, Sort.by("id"), parameters)
                        .range(0, query.limit())
                        .list()))
        .map(rows -> Slice.of(stored(rows), query.limit()));
  }

  /** One target; fails with 404 when there is none in the group. */
  public Uni<Stored<Target>> get(UUID groupId, UUID id) {
    return owner.database().read(() -> find(groupId, id)).map(TargetStore::stored);
  }

  /**
   * Registers targets within a write, all or none. One that drains is taken back with its new
   * settings.
   *
   * @return those given, in their order; fails with 404, or 409 when one is registered or the group
   *     is full
   */
  public Uni<List<Stored<Target>>> register(
      Write write, UUID groupId, List<NewTarget> targets, Present present) {
    return group(groupId)
        .chain(() -> table.list("groupId", groupId))
        .chain(rows -> {
          Map<Endpoint, TargetRow> known = byEndpoint(rows);
          refuse(known, targets, present);
          List<TargetRow> created = new ArrayList<>();
          List<TargetRow> all = new ArrayList<>();
          for (NewTarget target : targets) {
            TargetRow row = known.get(target.endpoint());
            if (row == null) {
              row = newRow(write, groupId, target);
              created.add(row);
            } else {
              set(write, row, registered(row, target));
            }
            all.add(row);
          }
          return TargetBatches.insert(write, created).map(done -> stored(all));
        });
  }

  /** Changes targets, all or none; fails with 404, or 422 when one is not in the group. */
  public Uni<List<Stored<Target>>> update(UUID groupId, List<TargetPatch> patches) {
    return owner.write(write ->
        group(groupId)
            .chain(() -> rows(groupId, patches.stream().map(TargetPatch::id).toList()))
            .map(rows -> {
              refuseMissing(patches, TargetPatch::id, rows, "targets[%d].id");
              return patches.stream()
                  .map(patch -> {
                    TargetRow row = rows.get(patch.id());
                    set(write, row, patch.apply(row.toTarget()));
                    return stored(row);
                  })
                  .toList();
            }));
  }

  /** Changes one target; a change that changes nothing writes nothing. */
  public Uni<Stored<Target>> change(
      UUID groupId, UUID id, Consumer<Stored<Target>> precondition, UnaryOperator<Target> change) {
    return owner.write(write ->
        find(groupId, id)
            .map(row -> {
              precondition.accept(stored(row));
              set(write, row, change.apply(row.toTarget()));
              return stored(row);
            }));
  }

  /** Deregisters one target; see {@link #deregister(Write, UUID, Collection, boolean)}. */
  public Uni<Void> deregister(
      UUID groupId, UUID id, Consumer<Stored<Target>> precondition, boolean atOnce) {
    return owner.write(write ->
        find(groupId, id)
            .invoke(row -> precondition.accept(stored(row)))
            .chain(row -> deregister(write, groupId, List.of(row), atOnce))
            .replaceWithVoid());
  }

  /**
   * Deregisters targets, all or none.
   *
   * @return those given, with the time at which each is gone; fails with 404, or 422 when one is
   *     not in the group
   */
  public Uni<List<Stored<Target>>> deregister(Write write, UUID groupId, List<UUID> ids) {
    return group(groupId)
        .chain(() -> rows(groupId, ids))
        .chain(rows -> {
          refuseMissing(ids, Function.identity(), rows, "ids[%d]");
          return deregister(write, groupId, rows.values(), false);
        });
  }

  /** Deregisters those of some endpoints that are registered. */
  public Uni<List<Stored<Target>>> deregisterEndpoints(
      Write write, UUID groupId, Collection<Endpoint> endpoints) {
    return group(groupId)
        .chain(() -> table.list("groupId", groupId))
        .chain(rows ->
            deregister(
                write,
                groupId,
                rows.stream()
                    .filter(row -> endpoints.contains(new Endpoint(row.address, row.port)))
                    .toList(),
                false));
  }

  private Uni<List<Stored<Target>>> deregister(
      Write write, UUID groupId, Collection<TargetRow> rows, boolean atOnce) {
    return backendServices
        .list("virtualServerGroupId", groupId)
        .map(services -> services.stream().map(row -> row.deregistrationDelaySeconds).toList())
        .chain(delays -> {
          Optional<Instant> until = atOnce ? Optional.empty() : Drain.until(write.now(), delays);
          return until.isPresent()
              ? TargetBatches.drain(write, rows, until.get())
              : TargetBatches.remove(write, rows);
        });
  }

  private void refuse(Map<Endpoint, TargetRow> known, List<NewTarget> targets, Present present) {
    Violations taken = new Violations();
    int created = 0;
    for (int i = 0; i < targets.size(); i++) {
      TargetRow row = known.get(targets.get(i).endpoint());
      if (row == null) {
        created++;
      } else if (present == Present.REFUSED && row.drainUntil == null) {
        taken.add(
            "targets[" + i + "].address",
            row.address + (row.port == null ? "" : " port " + row.port),
            "an address and port that no other target of the group has");
      }
    }
    if (!taken.isEmpty()) {
      throw new ProblemException(409, "Already registered in this group", taken.all());
    }
    if (created > 0 && known.size() + created > maxTargets) {
      throw ProblemException.conflict(
          "A virtual server group has at most "
              + maxTargets
              + " targets; this one has "
              + known.size()
              + ", draining ones included");
    }
  }

  private static <T> void refuseMissing(
      List<T> asked, Function<T, UUID> id, Map<UUID, TargetRow> rows, String field) {
    Violations missing = new Violations();
    for (int i = 0; i < asked.size(); i++) {
      UUID wanted = id.apply(asked.get(i));
      if (!rows.containsKey(wanted)) {
        missing.add(String.format(field, i), wanted, "the id of a target of this group");
      }
    }
    if (!missing.isEmpty()) {
      throw new ProblemException(422, "Not in this group", missing.all());
    }
  }

  private Uni<VirtualServerGroupRow> group(UUID id) {
    return groups
        .findById(id)
        .onItem()
        .ifNull()
        .failWith(() -> ProblemException.notFound("virtual server group", id));
  }

  private Uni<TargetRow> find(UUID groupId, UUID id) {
    return group(groupId)
        .chain(() -> table.find("groupId = ?1 and id = ?2", groupId, id).<TargetRow>firstResult())
        .onItem()
        .ifNull()
        .failWith(() -> ProblemException.notFound("target", id));
  }

  private Uni<Map<UUID, TargetRow>> rows(UUID groupId, List<UUID> ids) {
    return table
        .list("groupId = ?1 and id in ?2", Sort.by("id"), groupId, ids)
        .map(rows -> {
          Map<UUID, TargetRow> byId = new LinkedHashMap<>();
          rows.forEach(row -> byId.put(row.id, row));
          return byId;
        });
  }

  private static TargetRow newRow(Write write, UUID groupId, NewTarget target) {
    TargetRow row = new TargetRow();
    row.groupId = groupId;
    row.address = target.address();
    row.port = target.port();
    row.weight = target.weight();
    row.zone = target.zone();
    row.faultDomain = target.faultDomain();
    row.backup = target.backup();
    write.created(row);
    return row;
  }

  private static Target registered(TargetRow row, NewTarget target) {
    return new Target(
        row.id,
        row.groupId,
        row.address,
        row.port,
        target.weight(),
        target.zone(),
        target.faultDomain(),
        null,
        target.backup());
  }

  private static void set(Write write, TargetRow row, Target value) {
    if (!value.equals(row.toTarget())) {
      row.weight = value.weight();
      row.zone = value.zone();
      row.faultDomain = value.faultDomain();
      row.drainUntil = value.drainUntil();
      row.backup = value.backup();
      write.changed(row);
    }
  }

  private static Map<Endpoint, TargetRow> byEndpoint(List<TargetRow> rows) {
    Map<Endpoint, TargetRow> byEndpoint = HashMap.newHashMap(rows.size());
    rows.forEach(row -> byEndpoint.put(new Endpoint(row.address, row.port), row));
    return byEndpoint;
  }

  private static Stored<Target> stored(TargetRow row) {
    return Stored.of(row, row.toTarget());
  }

  private static List<Stored<Target>> stored(Collection<TargetRow> rows) {
    return rows.stream().map(TargetStore::stored).toList();
  }
}
