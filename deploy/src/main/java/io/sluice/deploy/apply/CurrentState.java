package io.sluice.deploy.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.deploy.apply.Kind.Owner;
import io.sluice.deploy.rest.Rest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.Set;

/** What the services have. */
final class CurrentState {
  private static final List<Kind> ORDER =
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

  private final Map<Owner, Rest> rest;
  private final SequencedMap<Key, Current> objects = new LinkedHashMap<>();
  private final Map<Kind, Map<String, Key>> keysById = new EnumMap<>(Kind.class);

  private CurrentState(Map<Owner, Rest> rest) {
    this.rest = rest;
  }

  /**
   * Reads objects of the kinds, and what they refer to.
   *
   * @param rest one API an owner
   */
  static CurrentState read(Map<Owner, Rest> rest, Set<Kind> kinds) {
    CurrentState state = new CurrentState(rest);
    for (Kind kind : ORDER) {
      if (kinds.contains(kind) || isReferredTo(kind, kinds)) {
        state.readKind(kind);
      }
    }
    return state;
  }

  private static boolean isReferredTo(Kind kind, Set<Kind> kinds) {
    return switch (kind) {
      case CERTIFICATE ->
          kinds.contains(Kind.BACKEND_SERVICE) || kinds.contains(Kind.LOAD_BALANCER);
      case TLS_POLICY -> kinds.contains(Kind.LOAD_BALANCER);
      case GROUP -> kinds.contains(Kind.BACKEND_SERVICE) || kinds.contains(Kind.LOAD_BALANCER);
      case BACKEND_SERVICE -> kinds.contains(Kind.LOAD_BALANCER);
      default -> false;
    };
  }

  /** The objects, what they belong to before them. */
  SequencedMap<Key, Current> objects() {
    return objects;
  }

  SequencedCollection<Current> all() {
    return objects.sequencedValues();
  }

  Optional<Current> find(Key key) {
    return Optional.ofNullable(objects.get(key));
  }

  /** The name of an object from its fields. */
  static String name(Kind kind, JsonNode spec) {
    if (kind != Kind.TARGET) {
      return spec.path("name").asText();
    }
    String address = spec.path("address").asText();
    String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    return spec.has("port") ? host + ":" + spec.path("port").asInt() : host;
  }

  /** Turns one resource as REST has it into the form in which both sides are compared. */
  Current current(Kind kind, Key parent, String path, JsonNode resource) {
    var spec = RestForm.fromRest(resource, Schema.of(kind), this::nameOf);
    Key key = new Key(kind, parent, name(kind, spec));
    return new Current(
        key, resource.path("id").asText(), path, spec, resource.hasNonNull("drainUntil"));
  }

  private void readKind(Kind kind) {
    if (kind == Kind.TARGET) {
      List<Current> groups =
          objects.values().stream().filter(one -> one.key().kind() == Kind.GROUP).toList();
      groups.forEach(group -> readList(kind, group.path() + kind.path(), group.key()));
    } else {
      readList(kind, kind.path(), null);
    }
  }

  private void readList(Kind kind, String path, Key owner) {
    Map<String, Key> keys = keysById.computeIfAbsent(kind, none -> new HashMap<>());
    for (JsonNode resource : rest.get(kind.owner()).list(path)) {
      Key parent = owner;
      if (kind.parentField() != null) {
        Kind parentKind = kind.parent().orElseThrow();
        parent = keysById.get(parentKind).get(resource.path(kind.parentField()).asText());
        if (parent == null) {
          // Its owner was made after the owners were listed: another client is at work.
          continue;
        }
      }
      Current current = current(kind, parent, path + "/" + resource.path("id").asText(), resource);
      objects.put(current.key(), current);
      keys.put(current.id(), current.key());
    }
  }

  private String nameOf(Kind kind, String id) {
    Key key = keysById.getOrDefault(kind, Map.of()).get(id);
    return key == null ? id : key.name();
  }
}
