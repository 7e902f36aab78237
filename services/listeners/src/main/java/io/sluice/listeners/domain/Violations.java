package io.sluice.listeners.domain;

import java.util.ArrayList;
import java.util.List;

/** Collects all that is wrong with a body, so that its author learns everything at once. */
public final class Violations {
  private final List<Violation> found = new ArrayList<>();

  /** Adds one. */
  public void add(String field, Object value, String allowed) {
    found.add(new Violation(field, value, allowed));
  }

  /** Adds one unless the condition holds. */
  public boolean require(boolean condition, String field, Object value, String allowed) {
    if (!condition) {
      add(field, value, allowed);
    }
    return condition;
  }

  /** Adds one when the value is missing. */
  public boolean present(String field, Object value, String allowed) {
    return require(value != null, field, null, allowed + " (required)");
  }

  /** A number in a range, or its default when missing. */
  public int range(String field, Integer value, int min, int max, int defaultValue) {
    if (value == null) {
      return defaultValue;
    }
    require(value >= min && value <= max, field, value, min + "-" + max);
    return value;
  }

  /** Whether nothing is wrong. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** What is wrong, in the order found. */
  public List<Violation> list() {
    return List.copyOf(found);
  }
}
