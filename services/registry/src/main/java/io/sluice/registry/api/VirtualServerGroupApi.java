package io.sluice.registry.api;

import io.sluice.chassis.api.Fields;
import io.sluice.chassis.api.ResourceApi;
import io.sluice.chassis.store.Replication;
import io.sluice.chassis.store.Status;
import io.sluice.chassis.store.Stored;
import io.sluice.contracts.model.VirtualServerGroup;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.registry.store.VirtualServerGroupStore;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Virtual server groups. */
@Path("/api/v1/virtual-server-groups")
@Tag(name = "Virtual server groups", description = "Sets of targets that backend services share")
public class VirtualServerGroupApi extends ResourceApi<VirtualServerGroup> {
  private final Replication<RegistryDelta> replication;

  public VirtualServerGroupApi(
      VirtualServerGroupStore store, Replication<RegistryDelta> replication) {
    super(store);
    this.replication = replication;
  }

  @Override
  protected VirtualServerGroup read(Fields in, UUID id, VirtualServerGroup before) {
    return new VirtualServerGroup(id, in.name(), in.description());
  }

  @Override
  protected Status status(Stored<VirtualServerGroup> stored) {
    return replication.status(stored);
  }
}
