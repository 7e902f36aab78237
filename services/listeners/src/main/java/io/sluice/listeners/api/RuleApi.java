package io.sluice.listeners.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.chassis.api.Fields;
import io.sluice.chassis.api.Headers;
import io.sluice.chassis.api.Query;
import io.sluice.chassis.api.ResourceApi;
import io.sluice.chassis.api.Responses;
import io.sluice.chassis.api.StrictJson;
import io.sluice.chassis.id.Ids;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.Answer;
import io.sluice.chassis.store.IdempotencyKey;
import io.sluice.chassis.store.Replication;
import io.sluice.chassis.store.Slice;
import io.sluice.chassis.store.Status;
import io.sluice.chassis.store.Stored;
import io.sluice.contracts.model.Condition;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.listeners.domain.ConditionDraft;
import io.sluice.listeners.domain.Immutable;
import io.sluice.listeners.domain.RuleDraft;
import io.sluice.listeners.domain.RuleDraft.PathDraft;
import io.sluice.listeners.store.RuleStore;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Rules. */
@Path("/api/v1/rules")
@Tag(name = "Rules")
public class RuleApi extends ResourceApi<Rule> {
  private static final String ACTION = "action";
  private static final String GROUP = "ruleGroupId";
  private static final String BATCH = "rules";
  private static final int MAX_BATCH = 1_000;
  private static final String ORDER = "order";
  private static final String PRECEDENCE = "precedence";

  private final RuleStore store;
  private final Replication<ListenersDelta> replication;

  public RuleApi(RuleStore store, Replication<ListenersDelta> replication) {
    super(store);
    this.store = store;
    this.replication = replication;
  }

  /**
   * Part of the list in the order of creation, or with {@code ?order=precedence} all rules of a
   * group in the order in which gateways look at them.
   */
  @Override
  public Uni<Response> list(UriInfo uri) {
    MultivaluedMap<String, String> parameters = uri.getQueryParameters();
    if (!parameters.containsKey(ORDER)) {
      return super.list(uri);
    }
    boolean fits =
        parameters.keySet().equals(Set.of(ORDER, GROUP))
            && List.of(PRECEDENCE).equals(parameters.get(ORDER));
    if (!fits) {
      throw ProblemException.badRequest(
          ORDER, parameters.getFirst(ORDER), "precedence, with ruleGroupId and nothing else");
    }
    return store
        .byPrecedence(Responses.id(parameters.getFirst(GROUP)))
        .map(rules -> Responses.page(new Slice<>(rules, false), this::render, Stored::id));
  }

  /** Creates a rule, or with {@code {"rules":[…]}} 1-1000 rules, all or none. */
  @Override
  public Uni<Response> create(UriInfo uri, String key, byte[] body) {
    ObjectNode json = parse(body);
    if (!json.has(BATCH)) {
      return super.create(uri, key, body);
    }
    List<Rule> rules =
        Fields.read(
            json,
            in -> in.objects(BATCH, 1, MAX_BATCH, rule -> read(rule, Ids.next(), null)).required());
    IdempotencyKey once = Headers.idempotencyKey(key, uri.getPath(), body);
    return store.createAll(rules, once, this::created).map(Responses::of);
  }

  @Override
  protected Rule read(Fields in, UUID id, Rule before) {
    RuleDraft draft =
        new RuleDraft(
            in.id(GROUP).optional(),
            in.name(),
            in.description(),
            Bodies.integer(in, "priority", RuleDraft.PRIORITY),
            in.text("host").optional(),
            in.object("path", RuleApi::path).optional(),
            in.object(ACTION, ActionBody::read).optional(),
            in.objects("conditions", 0, ConditionDraft.MAX_CONDITIONS, RuleApi::condition)
                .optional(),
            in.object("modifications", ModificationsBody::read).optional());
    return Bodies.validated(
        in,
        violations -> {
          Rule next = draft.validate(id, violations);
          if (before != null) {
            Immutable.check(before, next, violations);
          }
          return next;
        });
  }

  @Override
  protected ObjectNode merge(ObjectNode present, ObjectNode patch) {
    return super.merge(Bodies.forPatchOf(ACTION, present, patch), patch);
  }

  @Override
  protected Map<String, Query.Filter> filters() {
    return Map.of(GROUP, Query.Filter.ID);
  }

  @Override
  protected Status status(Stored<Rule> stored) {
    return replication.status(stored);
  }

  private static PathDraft path(Fields in) {
    return new PathDraft(in.text("type").optional(), in.text("value").optional());
  }

  private static ConditionDraft condition(Fields in) {
    return new ConditionDraft(
        in.choice("type", Condition.Type.class).optional(),
        in.text("name").optional(),
        in.choice("match", Condition.Match.class).optional(),
        in.texts("values", ConditionDraft.MAX_VALUES, ConditionDraft.MAX_VALUE).optional(),
        in.bool("inverted").optional());
  }

  private Answer created(List<Stored<Rule>> rules) {
    ObjectNode json = StrictJson.object();
    ArrayNode items = json.putArray("items");
    rules.forEach(rule -> items.add(render(rule)));
    return new Answer(201, Map.of(), StrictJson.write(json));
  }
}
