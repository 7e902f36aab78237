package io.sluice.listeners.domain;

import io.sluice.chassis.problem.Violations;

/** Notes what is wrong with a draft, all at once. */
final class Checks {
  private final Violations violations;

  Checks(Violations violations) {
    this.violations = violations;
  }

  /** Notes a violation unless the condition holds. */
  boolean require(boolean condition, String field, Object value, String allowed) {
    if (!condition) {
      violations.add(field, value, allowed);
    }
    return condition;
  }

  /** Notes a violation when the value is missing. */
  boolean present(String field, Object value, String allowed) {
    return require(value != null, field, null, "required: " + allowed);
  }

  /** A number within its range, or its default when missing. */
  int range(String field, Integer value, Range range, int defaultValue) {
    return (int) range(field, value == null ? null : (long) value, range, (long) defaultValue);
  }

  /** A number within its range, or its default when missing. */
  long range(String field, Long value, Range range, long defaultValue) {
    if (value == null) {
      return defaultValue;
    }
    require(range.contains(value), field, value, range.toString());
    return value;
  }
}
