package io.sluice.listeners.api;

import io.sluice.chassis.api.Fields;
import io.sluice.chassis.api.Headers;
import io.sluice.chassis.api.Query;
import io.sluice.chassis.api.ResourceApi;
import io.sluice.chassis.api.Responses;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.Replication;
import io.sluice.chassis.store.Status;
import io.sluice.chassis.store.Stored;
import io.sluice.contracts.model.RuleGroup;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.listeners.domain.Immutable;
import io.sluice.listeners.domain.RuleGroupDraft;
import io.sluice.listeners.store.RuleGroupStore;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Rule groups. */
@Path("/api/v1/rule-groups")
@Tag(name = "Rule groups")
public class RuleGroupApi extends ResourceApi<RuleGroup> {
  private static final String CASCADE = "cascade";

  private final RuleGroupStore store;
  private final Replication<ListenersDelta> replication;

  @Context UriInfo uri;

  public RuleGroupApi(RuleGroupStore store, Replication<ListenersDelta> replication) {
    super(store);
    this.store = store;
    this.replication = replication;
  }

  /** Deletes a group; {@code ?cascade=true} deletes its rules with it. */
  @Override
  public Uni<Response> delete(String id, String ifMatch) {
    String cascade = uri.getQueryParameters().getFirst(CASCADE);
    return switch (cascade) {
      case "true" ->
          store
              .deleteWithRules(Responses.id(id), stored -> Headers.checkIfMatch(ifMatch, stored))
              .map(done -> Response.noContent().build());
      case "false" -> super.delete(id, ifMatch);
      case null -> super.delete(id, ifMatch);
      default -> throw ProblemException.badRequest(CASCADE, cascade, "true, false");
    };
  }

  @Override
  protected RuleGroup read(Fields in, UUID id, RuleGroup before) {
    RuleGroupDraft draft =
        new RuleGroupDraft(in.id("loadBalancerId").optional(), in.name(), in.description());
    return Bodies.validated(
        in,
        violations -> {
          RuleGroup next = draft.validate(id, violations);
          if (before != null) {
            Immutable.check(before, next, violations);
          }
          return next;
        });
  }

  @Override
  protected Map<String, Query.Filter> filters() {
    return Map.of("loadBalancerId", Query.Filter.ID);
  }

  @Override
  protected Status status(Stored<RuleGroup> stored) {
    return replication.status(stored);
  }
}
