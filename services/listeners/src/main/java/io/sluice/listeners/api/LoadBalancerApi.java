package io.sluice.listeners.api;

import io.sluice.chassis.api.Fields;
import io.sluice.chassis.api.ResourceApi;
import io.sluice.chassis.store.Replication;
import io.sluice.chassis.store.Status;
import io.sluice.chassis.store.Stored;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.listeners.domain.Immutable;
import io.sluice.listeners.domain.LoadBalancerDraft;
import io.sluice.listeners.store.LoadBalancerStore;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Load balancers. */
@Path("/api/v1/load-balancers")
@Tag(name = "Load balancers")
public class LoadBalancerApi extends ResourceApi<LoadBalancer> {
  private static final int ZONE_CHARACTERS = 63;

  private final Replication<ListenersDelta> replication;

  public LoadBalancerApi(LoadBalancerStore store, Replication<ListenersDelta> replication) {
    super(store);
    this.replication = replication;
  }

  @Override
  protected LoadBalancer read(Fields in, UUID id, LoadBalancer before) {
    LoadBalancerDraft draft =
        new LoadBalancerDraft(
            in.name(),
            in.description(),
            in.text("scheme").optional(),
            in.text("address").optional(),
            in.texts("zones", LoadBalancerDraft.MAX_ZONES, ZONE_CHARACTERS).optional(),
            in.bool("crossZone").optional(),
            in.bool("deletionProtection").optional(),
            in.bool("zonePreferred").optional());
    return Bodies.validated(
        in,
        violations -> {
          LoadBalancer next = draft.validate(id, violations);
          if (before != null) {
            Immutable.check(before, next, violations);
          }
          return next;
        });
  }

  @Override
  protected Status status(Stored<LoadBalancer> stored) {
    return replication.status(stored);
  }
}
