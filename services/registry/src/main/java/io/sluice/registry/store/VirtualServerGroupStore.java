package io.sluice.registry.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.ResourceStore;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.model.VirtualServerGroup;
import io.sluice.registry.bus.BridgeUsage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Virtual server groups. One that a backend service or a webhook source uses cannot be deleted; the
 * targets of a deleted one go with it.
 */
@Singleton
public class VirtualServerGroupStore
    extends ResourceStore<VirtualServerGroupRow, VirtualServerGroup> {
  private static final int USERS_NAMED = 20;

  private final VirtualServerGroupTable table;
  private final BackendServiceTable backendServices;
  private final TargetTable targets;
  private final BridgeUsage usage;

  public VirtualServerGroupStore(
      Owner owner,
      VirtualServerGroupTable table,
      BackendServiceTable backendServices,
      TargetTable targets,
      BridgeUsage usage) {
    super(owner, "virtual server group", VirtualServerGroup.class);
    this.table = table;
    this.backendServices = backendServices;
    this.targets = targets;
    this.usage = usage;
  }

  @Override
  protected PanacheRepositoryBase<VirtualServerGroupRow, UUID> table() {
    return table;
  }

  @Override
  protected VirtualServerGroupRow newRow() {
    return new VirtualServerGroupRow();
  }

  @Override
  protected String name(VirtualServerGroup value) {
    return value.name();
  }

  @Override
  protected UUID id(VirtualServerGroup value) {
    return value.id();
  }

  @Override
  protected Uni<Void> checkDeletionElsewhere(VirtualServerGroup value) {
    return usage
        .of(value.id())
        .invoke(users -> {
          if (!users.isEmpty()) {
            throw ProblemException.conflict(
                "In use by "
                    + users.stream()
                        .map(user -> "webhook source " + user.name() + " (" + user.id() + ")")
                        .collect(Collectors.joining(", ")));
          }
        })
        .replaceWithVoid();
  }

  @Override
  protected Uni<Void> beforeDeletion(Write write, VirtualServerGroup value) {
    return backendServices
        .find("virtualServerGroupId = ?1", Sort.by("name"), value.id())
        .range(0, USERS_NAMED - 1)
        .list()
        .invoke(VirtualServerGroupStore::refuseWhenUsed)
        .chain(() -> targets.list("groupId", value.id()))
        .chain(rows -> TargetBatches.remove(write, rows))
        .replaceWithVoid();
  }

  private static void refuseWhenUsed(List<BackendServiceRow> users) {
    if (!users.isEmpty()) {
      throw ProblemException.conflict(
          "In use by "
              + users.stream()
                  .map(row -> "backend service " + row.name + " (" + row.id + ")")
                  .collect(Collectors.joining(", ")));
    }
  }
}
