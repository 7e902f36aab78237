package io.sluice.registry.store;

import io.sluice.chassis.store.GatewayDirectory;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.Replication;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.GatewayBeat;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.contracts.sync.Revision;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Removes targets whose drain is over: when its time has come, or before it when all gateways have
 * said, knowing of the drain, that nothing is in flight there. What keeps clients to a target may
 * send them there to the end of the time, so then it is not over before.
 */
@Singleton
public class DrainedTargets {
  private final Owner owner;
  private final TargetTable table;
  private final BackendServiceStore backendServices;
  private final GatewayDirectory gateways;

  public DrainedTargets(
      Owner owner,
      TargetTable table,
      BackendServiceStore backendServices,
      Replication<RegistryDelta> replication) {
    this.owner = owner;
    this.table = table;
    this.backendServices = backendServices;
    this.gateways = replication.gateways();
  }

  /** Removes them. Cheap when there are none: no write is begun then. */
  public Uni<Integer> remove() {
    return owner
        .database()
        .read(() -> table.list("drainUntil is not null").chain(this::over))
        .chain(over ->
            over.isEmpty() ? Uni.createFrom().item(0) : owner.write(write -> remove(write, over)));
  }

  private record Over(UUID id, long revision) {}

  private Uni<List<Over>> over(List<TargetRow> draining) {
    Instant now = Instant.now();
    List<TargetRow> due = draining.stream().filter(row -> !row.drainUntil.isAfter(now)).toList();
    List<TargetRow> idle =
        draining.stream().filter(row -> row.drainUntil.isAfter(now) && idle(row)).toList();
    return keepingClients(idle)
        .map(groups ->
            Stream.concat(due.stream(), idle.stream().filter(row -> !groups.contains(row.groupId)))
                .map(row -> new Over(row.id, row.revision))
                .toList());
  }

  private boolean idle(TargetRow row) {
    Revision drained = new Revision(owner.latest().epoch(), row.revision);
    return gateways.allSay(beat -> !drained.isNewerThan(beat.registry()) && idle(row.id, beat));
  }

  private static boolean idle(UUID target, GatewayBeat beat) {
    return beat.targetLoads().stream().noneMatch(load -> load.targetId().equals(target));
  }

  private Uni<Set<UUID>> keepingClients(List<TargetRow> rows) {
    Set<UUID> groups = rows.stream().map(row -> row.groupId).collect(Collectors.toSet());
    return groups.isEmpty()
        ? Uni.createFrom().item(groups)
        : backendServices.groupsKeptToTargets(groups);
  }

  /** Those that were not registered again, or changed, in the meantime. */
  private Uni<Integer> remove(Write write, List<Over> over) {
    return table
        .list("drainUntil is not null and id in ?1", over.stream().map(Over::id).toList())
        .map(rows ->
            rows.stream().filter(row -> over.contains(new Over(row.id, row.revision))).toList())
        .call(rows -> TargetBatches.remove(write, rows))
        .map(List::size);
  }
}
