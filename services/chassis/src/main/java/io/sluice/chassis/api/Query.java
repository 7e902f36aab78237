package io.sluice.chassis.api;

import io.sluice.chassis.id.Ids;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.problem.Violations;
import io.sluice.chassis.store.ListQuery;
import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The query parameters of a list: {@code limit}, {@code cursor}, and filters. */
public final class Query {
  /** Items in a part when the client does not say. */
  static final int DEFAULT_LIMIT = 100;

  static final int MAX_LIMIT = 1_000;

  /** Tells cursors of a later form apart. */
  private static final String CURSOR_FORM = "1:";

  /** What a filter compares. */
  public enum Filter {
    /** A text. */
    TEXT,
    /** The id of another object. */
    ID
  }

  private Query() {}

  /**
   * Reads them.
   *
   * @param filters by parameter, which is also the row's property
   * @throws ProblemException 400 that names each wrong or unknown parameter
   */
  public static ListQuery read(
      MultivaluedMap<String, String> parameters, Map<String, Filter> filters) {
    Violations violations = new Violations();
    int limit = DEFAULT_LIMIT;
    UUID after = null;
    Map<String, Object> values = new HashMap<>();
    Set<String> known = new TreeSet<>(filters.keySet());
    known.addAll(List.of("limit", "cursor"));

    for (var parameter : parameters.entrySet()) {
      String name = parameter.getKey();
      String text = parameter.getValue().getFirst();
      if (!known.contains(name)) {
        violations.add(name, text, "no such parameter; there are " + String.join(", ", known));
      } else if (parameter.getValue().size() > 1) {
        violations.add(name, parameter.getValue(), "given once");
      } else if (name.equals("limit")) {
        limit = limit(text, violations);
      } else if (name.equals("cursor")) {
        after = after(text);
        if (after == null) {
          violations.add(name, text, "the value of next of an earlier answer");
        }
      } else if (filters.get(name) == Filter.TEXT) {
        values.put(name, text);
      } else {
        UUID id = Ids.parse(text);
        values.put(name, id);
        if (id == null) {
          violations.add(name, text, "an id");
        }
      }
    }
    if (!violations.isEmpty()) {
      throw ProblemException.badRequest(violations);
    }
    return new ListQuery(limit, after, values);
  }

  /** The cursor for what comes after an id. */
  public static String cursor(UUID last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((CURSOR_FORM + last).getBytes(StandardCharsets.UTF_8));
  }

  private static UUID after(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      return text.startsWith(CURSOR_FORM) ? Ids.parse(text.substring(CURSOR_FORM.length())) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static int limit(String text, Violations violations) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Noted below, as a number out of range is.
    }
    violations.add("limit", text, "a whole number 1-" + MAX_LIMIT);
    return DEFAULT_LIMIT;
  }
}
