package io.sluice.health.api;

import io.sluice.chassis.id.Ids;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.health.domain.Pair;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * What part of the list is asked for. A filter that is null takes all.
 *
 * @param backendServiceId only of this backend service
 * @param targetId only of this target
 * @param groupId only of this virtual server group
 * @param state only in this state
 * @param limit 1-1000
 * @param after last key of the part before, or null
 */
record TargetHealthQuery(
    UUID backendServiceId, UUID targetId, UUID groupId, State state, int limit, Key after) {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;
  private static final List<String> KNOWN =
      List.of("backendServiceId", "targetId", "groupId", "state", "limit", "cursor");

  /**
   * Reads query parameters.
   *
   * @throws ProblemException 400 that names every wrong or unknown one
   */
  static TargetHealthQuery parse(Map<String, List<String>> parameters) {
    Violations violations = new Violations();
    parameters.forEach((name, values) -> {
      if (!KNOWN.contains(name)) {
        violations.add(
            name, values.getFirst(), "no such parameter; there are " + String.join(", ", KNOWN));
      } else if (values.size() > 1) {
        violations.add(name, values, "given once");
      }
    });
    Function<String, String> first =
        name -> parameters.containsKey(name) ? parameters.get(name).getFirst() : null;
    TargetHealthQuery query =
        new TargetHealthQuery(
            id("backendServiceId", first.apply("backendServiceId"), violations),
            id("targetId", first.apply("targetId"), violations),
            id("groupId", first.apply("groupId"), violations),
            state(first.apply("state"), violations),
            limit(first.apply("limit"), violations),
            cursor(first.apply("cursor"), violations));
    if (!violations.isEmpty()) {
      throw ProblemException.badRequest(violations);
    }
    return query;
  }

  static String cursorAfter(Key key) {
    return key.backendServiceId() + "." + key.targetId();
  }

  boolean takes(Pair pair) {
    return (backendServiceId == null || backendServiceId.equals(pair.key().backendServiceId()))
        && (targetId == null || targetId.equals(pair.key().targetId()))
        && (groupId == null || groupId.equals(pair.groupId()));
  }

  boolean takes(State actual) {
    return state == null || state == actual;
  }

  private static UUID id(String field, String text, Violations violations) {
    UUID id = text == null ? null : Ids.parse(text);
    if (text != null && id == null) {
      violations.add(field, text, "an id");
    }
    return id;
  }

  private static State state(String text, Violations violations) {
    if (text == null) {
      return null;
    }
    for (State state : State.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
        return state;
      }
    }
    violations.add("state", text, "initial, healthy or unhealthy");
    return null;
  }

  private static int limit(String text, Violations violations) {
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX_LIMIT) {
      violations.add("limit", text, "a whole number 1-" + MAX_LIMIT);
    }
    return limit;
  }

  private static Key cursor(String text, Violations violations) {
    if (text == null) {
      return null;
    }
    String[] ids = text.split("\\.", -1);
    UUID service = ids.length == 2 ? Ids.parse(ids[0]) : null;
    UUID target = ids.length == 2 ? Ids.parse(ids[1]) : null;
    if (service == null || target == null) {
      violations.add("cursor", text, "the value of next of an earlier answer");
      return null;
    }
    return new Key(service, target);
  }
}
