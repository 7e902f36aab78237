package io.sluice.deploy.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.deploy.UserError;
import io.sluice.deploy.apply.Change.Action;
import io.sluice.deploy.apply.Kind.Owner;
import io.sluice.deploy.rest.Rest;
import io.sluice.deploy.rest.RestException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Carries a plan out: what is referred to comes before what refers to it, and goes after it. Stops
 * at the first error; what was done stays, and applying again goes on from there.
 */
final class Execution {
  private static final List<Kind> CREATION =
      List.of(
          Kind.CERTIFICATE,
          Kind.TLS_POLICY,
          Kind.GROUP,
          Kind.TARGET,
          Kind.BACKEND_SERVICE,
          Kind.LOAD_BALANCER,
          Kind.RULE_GROUP,
          Kind.RULE,
          Kind.LISTENER);

  /** Listeners are not here: theirs come before creations, which may want their ports. */
  private static final List<Kind> DELETION =
      List.of(
          Kind.RULE,
          Kind.RULE_GROUP,
          Kind.LOAD_BALANCER,
          Kind.BACKEND_SERVICE,
          Kind.TARGET,
          Kind.GROUP,
          Kind.TLS_POLICY,
          Kind.CERTIFICATE);

  private final Map<Owner, Rest> rest;
  private final CurrentState current;
  private final Plan plan;
  private final IntConsumer progress;
  private final Map<Key, String> ids = new HashMap<>();
  private final Map<Owner, String> lastWritten = new EnumMap<>(Owner.class);
  private final Set<Key> vacated = new HashSet<>();
  private int done;

  /**
   * @param progress takes the number of changes done so far
   */
  Execution(Map<Owner, Rest> rest, CurrentState current, Plan plan, IntConsumer progress) {
    this.rest = rest;
    this.current = current;
    this.plan = plan;
    this.progress = progress;
    current.all().forEach(one -> ids.put(one.key(), one.id()));
  }

  /**
   * Carries it out.
   *
   * @return the path of the last object written, by owner
   * @throws UserError when a service refuses something; names the line of the file
   */
  Map<Owner, String> run() {
    for (Kind kind : CREATION) {
      switch (kind) {
        case TARGET -> writeTargets();
        case RULE -> {
          vacatePriorities();
          write(kind);
        }
        case LISTENER -> {
          delete(kind);
          write(kind);
        }
        default -> write(kind);
      }
    }
    for (Kind kind : DELETION) {
      if (kind == Kind.TARGET) {
        deregisterTargets();
      } else {
        delete(kind);
      }
    }
    return lastWritten;
  }

  private List<Change> changes(Kind kind, Action... actions) {
    Set<Action> wanted = Set.of(actions);
    return plan.changes().stream()
        .filter(change -> change.key().kind() == kind && wanted.contains(change.action()))
        .toList();
  }

  private Rest rest(Kind kind) {
    return rest.get(kind.owner());
  }

  private void write(Kind kind) {
    for (Change change : changes(kind, Action.CREATE, Action.REPLACE)) {
      create(change);
    }
    for (Change change : changes(kind, Action.UPDATE)) {
      update(change);
    }
  }

  private void create(Change change) {
    Kind kind = change.key().kind();
    try {
      JsonNode created = rest(kind).post(kind.path(), body(change)).body();
      String id = created.path("id").asText();
      ids.put(change.key(), id);
      lastWritten.put(kind.owner(), kind.path() + "/" + id);
      tell(1);
    } catch (RestException e) {
      throw refused(change, e);
    }
  }

  private void update(Change change) {
    Current before = change.current();
    try {
      String etag = etagOfUnchanged(before);
      rest(change.key().kind()).put(before.path(), body(change), etag);
      lastWritten.put(change.key().kind().owner(), before.path());
      tell(1);
    } catch (RestException e) {
      throw refused(change, e);
    }
  }

  private void delete(Kind kind) {
    for (Change change : changes(kind, Action.DELETE, Action.REPLACE)) {
      try {
        String etag = etagOfUnchanged(change.current());
        rest(kind).delete(change.current().path(), etag);
        if (change.action() == Action.DELETE) {
          tell(1);
        }
      } catch (RestException e) {
        throw refused(change, e);
      }
    }
  }

  /** The version of an object, after a look that it is still what the plan was made from. */
  private String etagOfUnchanged(Current planned) {
    Rest.Answer now = rest(planned.key().kind()).get(planned.path());
    Current there =
        current.current(planned.key().kind(), planned.key().parent(), planned.path(), now.body());
    if (!there.spec().equals(planned.spec()) && !vacated.contains(planned.key())) {
      throw new UserError(
          planned.key() + " was changed by someone else in the meantime; apply again.");
    }
    return now.etag();
  }

  private ObjectNode body(Change change) {
    Key key = change.key();
    ObjectNode body =
        RestForm.toRest(
            change.desired().spec(),
            Schema.of(key.kind()),
            (kind, name) -> ids.get(referred(kind, name, key)));
    if (key.kind() == Kind.CERTIFICATE) {
      addKey(change.desired(), body);
    }
    if (key.kind().parentField() != null) {
      body.put(key.kind().parentField(), ids.get(key.parent()));
    }
    return body;
  }

  /** A key is read when it is sent and kept nowhere; that there is one is what was compared. */
  private static void addKey(Desired wanted, ObjectNode body) {
    body.remove("hasPrivateKey");
    Yaml file = YamlPlace.child(wanted.yaml(), Schema.KEY_FILE);
    if (wanted.spec().has(Schema.KEY_FILE)) {
      body.put("privateKeyPem", PemFiles.text(file.at(), FromYaml.text(Schema.KEY_FILE, "", file)));
    }
  }

  private static Key referred(Kind kind, String name, Key owner) {
    return new Key(kind, kind.parent().isPresent() ? owner.parent() : null, name);
  }

  /**
   * Priorities are unique in a group, so two rules could not swap theirs: whoever holds a priority
   * that another rule is to get lets it go first.
   */
  private void vacatePriorities() {
    Map<Key, Set<Long>> wanted = new HashMap<>();
    for (Change change : changes(Kind.RULE, Action.CREATE, Action.UPDATE)) {
      if (change.desired().spec().has("priority")) {
        wanted
            .computeIfAbsent(change.key().parent(), none -> new HashSet<>())
            .add(change.desired().spec().path("priority").asLong());
      }
    }
    for (Change change : changes(Kind.RULE, Action.UPDATE, Action.DELETE)) {
      JsonNode held = change.current().spec().get("priority");
      JsonNode next = change.desired() == null ? null : change.desired().spec().get("priority");
      boolean inTheWay =
          held != null
              && !held.equals(next)
              && wanted.getOrDefault(change.key().parent(), Set.of()).contains(held.asLong());
      if (inTheWay) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.set("priority", NullNode.getInstance());
        try {
          rest(Kind.RULE).patch(change.current().path(), patch, etagOfUnchanged(change.current()));
        } catch (RestException e) {
          throw refused(change, e);
        }
        vacated.add(change.key());
      }
    }
  }

  private void writeTargets() {
    Map<Key, List<Change>> registered = new LinkedHashMap<>();
    Map<Key, List<Change>> updated = new LinkedHashMap<>();
    for (Change change : changes(Kind.TARGET, Action.CREATE, Action.UPDATE)) {
      // Registering again is what ends a drain.
      boolean register = change.action() == Action.CREATE || change.current().draining();
      (register ? registered : updated)
          .computeIfAbsent(change.key().parent(), none -> new ArrayList<>())
          .add(change);
    }
    registered.forEach((group, changes) -> TargetBatches.of(changes).forEach(this::register));
    updated.forEach((group, changes) -> TargetBatches.of(changes).forEach(this::updateTargets));
  }

  private void register(List<Change> batch) {
    ArrayNode targets = JsonNodeFactory.instance.arrayNode();
    batch.forEach(change -> targets.add(body(change)));
    sendTargets(batch, targets, false);
  }

  private void updateTargets(List<Change> batch) {
    ArrayNode targets = JsonNodeFactory.instance.arrayNode();
    for (Change change : batch) {
      ObjectNode patch = JsonNodeFactory.instance.objectNode();
      patch.put("id", change.current().id());
      for (Change.FieldChange field : change.fields()) {
        JsonNode value = change.desired().spec().get(field.field());
        patch.set(field.field(), value == null ? NullNode.getInstance() : value);
      }
      targets.add(patch);
    }
    sendTargets(batch, targets, true);
  }

  private void sendTargets(List<Change> batch, ArrayNode targets, boolean patch) {
    String path = targetsPath(batch);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("targets", targets);
    try {
      if (patch) {
        rest(Kind.TARGET).patch(path, body, null);
      } else {
        rest(Kind.TARGET).post(path, body);
      }
      lastWritten.put(Owner.REGISTRY, groupPath(batch));
      tell(batch.size());
    } catch (RestException e) {
      throw TargetBatches.refused(batch, e);
    }
  }

  private void deregisterTargets() {
    Map<Key, List<Change>> groups = new LinkedHashMap<>();
    for (Change change : changes(Kind.TARGET, Action.DELETE)) {
      groups.computeIfAbsent(change.key().parent(), none -> new ArrayList<>()).add(change);
    }
    groups.forEach((group, changes) -> TargetBatches.of(changes).forEach(this::deregister));
  }

  private void deregister(List<Change> batch) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode list = body.putArray("ids");
    batch.forEach(change -> list.add(change.current().id()));
    try {
      rest(Kind.TARGET).post(targetsPath(batch) + "/deregister", body);
      tell(batch.size());
    } catch (RestException e) {
      throw TargetBatches.refused(batch, e);
    }
  }

  private String targetsPath(List<Change> batch) {
    return groupPath(batch) + Kind.TARGET.path();
  }

  private String groupPath(List<Change> batch) {
    return Kind.GROUP.path() + "/" + ids.get(batch.getFirst().key().parent());
  }

  private void tell(int more) {
    done += more;
    progress.accept(done);
  }

  private static UserError refused(Change change, RestException refusal) {
    return Refusals.explain(
        change.key(), change.desired() == null ? null : change.desired().yaml(), refusal);
  }
}
