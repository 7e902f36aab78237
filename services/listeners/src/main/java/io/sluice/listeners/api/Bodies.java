package io.sluice.listeners.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.chassis.api.Fields;
import io.sluice.chassis.problem.Violations;
import io.sluice.listeners.domain.Range;
import java.util.function.Function;

/** What the readers of bodies share. */
final class Bodies {
  private Bodies() {}

  static Integer integer(Fields in, String field, Range range) {
    return in.integer(field).range((int) range.min(), (int) range.max()).optional();
  }

  /** What the domain makes of a draft; what it finds wrong is noted beside what was read wrong. */
  static <T> T validated(Fields in, Function<Violations, T> validation) {
    Violations violations = new Violations();
    T value = validation.apply(violations);
    violations
        .all()
        .forEach(violation -> in.wrong(violation.field(), violation.value(), violation.allowed()));
    return value;
  }

  /**
   * Leaves the present action out when the patch names another type: the fields of one type mean
   * nothing to another, and nobody should have to name them all to be rid of them.
   */
  static ObjectNode forPatchOf(String actionField, ObjectNode present, ObjectNode patch) {
    JsonNode type = patch.path(actionField).path("type");
    if (type.isMissingNode() || type.equals(present.path(actionField).path("type"))) {
      return present;
    }
    ObjectNode without = present.deepCopy();
    without.remove(actionField);
    return without;
  }
}
