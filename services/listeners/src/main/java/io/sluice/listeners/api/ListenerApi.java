package io.sluice.listeners.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.chassis.api.Fields;
import io.sluice.chassis.api.Query;
import io.sluice.chassis.api.ResourceApi;
import io.sluice.chassis.store.Replication;
import io.sluice.chassis.store.Status;
import io.sluice.chassis.store.Stored;
import io.sluice.contracts.model.DesyncMode;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.listeners.domain.Immutable;
import io.sluice.listeners.domain.ListenerDraft;
import io.sluice.listeners.domain.Listeners;
import io.sluice.listeners.store.ListenerStore;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Listeners. */
@Path("/api/v1/listeners")
@Tag(name = "Listeners")
public class ListenerApi extends ResourceApi<Listener> {
  private static final String ACTION = "defaultAction";

  private final ListenerStore store;
  private final Replication<ListenersDelta> replication;

  public ListenerApi(ListenerStore store, Replication<ListenersDelta> replication) {
    super(store);
    this.store = store;
    this.replication = replication;
  }

  @Override
  protected Listener read(Fields in, UUID id, Listener before) {
    ListenerDraft draft =
        new ListenerDraft(
            in.id("loadBalancerId").optional(),
            in.name(),
            in.description(),
            in.text("protocol").optional(),
            Bodies.integer(in, "port", ListenerDraft.PORT),
            Bodies.integer(in, "idleTimeoutSeconds", ListenerDraft.IDLE_TIMEOUT),
            Bodies.integer(in, "requestHeaderTimeoutSeconds", ListenerDraft.HEADER_TIMEOUT),
            Bodies.integer(in, "maxHeaderBytes", ListenerDraft.HEADER_BYTES),
            in.integer("maxRequestBodyBytes")
                .range(ListenerDraft.BODY_BYTES.min(), ListenerDraft.BODY_BYTES.max())
                .optional(),
            in.id("ruleGroupId").optional(),
            in.object(ACTION, ActionBody::read).optional(),
            in.choice("desyncMode", DesyncMode.class).optional(),
            in.object("limits", ListenerSettings::limits).optional(),
            in.object("http2", ListenerSettings::http2).optional(),
            in.object("tls", ListenerSettings::tls).optional(),
            in.object("proxyProtocol", ListenerSettings::proxyProtocol).optional());
    return Bodies.validated(
        in,
        violations -> {
          Listener next = draft.validate(id, violations);
          if (before == null) {
            return next;
          }
          Immutable.check(before, next, violations);
          return Listeners.at(before.address(), next);
        });
  }

  @Override
  protected ObjectNode merge(ObjectNode present, ObjectNode patch) {
    return super.merge(Bodies.forPatchOf(ACTION, present, patch), patch);
  }

  /** The address is the load balancer's. */
  @Override
  protected ObjectNode show(Listener value) {
    ObjectNode json = super.show(value);
    json.remove("address");
    return json;
  }

  @Override
  protected Map<String, Query.Filter> filters() {
    return Map.of("loadBalancerId", Query.Filter.ID, "ruleGroupId", Query.Filter.ID);
  }

  @Override
  protected Status status(Stored<Listener> stored) {
    return replication.gateways().status(store.owner().revisionOf(stored), stored.id());
  }
}
