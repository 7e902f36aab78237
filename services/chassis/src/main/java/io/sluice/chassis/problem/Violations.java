package io.sluice.chassis.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects all that is wrong with an input, so that one answer names every wrong field. */
public final class Violations {
  /** Enough for a person to work with; a batch of 1000 wrong targets need not list them all. */
  private static final int MOST = 100;

  private static final int VALUE_CHARACTERS = 200;
  private static final String HIDDEN = "(not shown)";

  private final List<Violation> found = new ArrayList<>();

  /** Notes a wrong field, see {@link Violation}; a field is noted once, the first time. */
  public void add(String field, Object value, String allowed) {
    boolean known = found.stream().anyMatch(violation -> violation.field().equals(field));
    if (!known && found.size() < MOST) {
      found.add(new Violation(field, shown(value), allowed));
    }
  }

  /** Whether nothing was wrong. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** What was wrong, in the order found; at most 100. */
  public List<Violation> all() {
    return List.copyOf(found);
  }

  private static String shown(Object value) {
    if (value == null) {
      return null;
    }
    String text = value.toString();
    if (text.contains("PRIVATE KEY")) {
      return HIDDEN; // a key in the wrong field is a key still, and answers are logged by clients
    }
    return text.length() <= VALUE_CHARACTERS ? text : text.substring(0, VALUE_CHARACTERS) + "…";
  }
}
