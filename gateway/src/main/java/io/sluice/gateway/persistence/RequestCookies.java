package io.sluice.gateway.persistence;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds and removes cookies of one name in Cookie fields; all else stays byte for byte. Whatever
 * asks for a cookie asks here, so that no two readings of a field differ.
 */
public final class RequestCookies {
  private RequestCookies() {}

  /**
   * Takes the cookies of a name out of a field.
   *
   * @param field the value of a Cookie field
   * @param taken gets their values, in their order
   * @return the field without them; the same object when there is none, empty when nothing is left
   */
  public static String take(String field, String name, List<String> taken) {
    if (!field.contains(name)) {
      return field;
    }
    StringBuilder rest = null;
    int start = 0;
    while (start <= field.length()) {
      int end = end(field, start);
      if (isNamed(field, start, end, name)) {
        taken.add(value(field, start, end));
        if (rest == null) {
          rest = new StringBuilder(field.length()).append(field, 0, Math.max(0, start - 1));
        }
      } else if (rest != null) {
        append(rest, field, start, end);
      }
      start = end + 1;
    }
    return rest == null ? field : rest.toString().isBlank() ? "" : rest.toString();
  }

  /** The value of the first cookie of a name in the fields of a request, or null. */
  public static String find(List<String> fields, String name) {
    List<String> all = all(fields, name);
    return all.isEmpty() ? null : all.getFirst();
  }

  /** The values of all cookies of a name in the fields of a request, in their order. */
  public static List<String> all(List<String> fields, String name) {
    List<String> values = new ArrayList<>(1);
    for (String field : fields) {
      int start = 0;
      while (start < field.length()) {
        int end = end(field, start);
        if (isNamed(field, start, end, name)) {
          values.add(value(field, start, end));
        }
        start = end + 1;
      }
    }
    return values;
  }

  private static void append(StringBuilder rest, String field, int start, int end) {
    if (rest.isEmpty()) {
      rest.append(field, skipSpace(field, start, end), end);
    } else {
      rest.append(';').append(field, start, end);
    }
  }

  private static int end(String field, int start) {
    int end = field.indexOf(';', start);
    return end < 0 ? field.length() : end;
  }

  /** Whether the piece of a field is {@code name=…}; receivers ignore space around the name. */
  private static boolean isNamed(String field, int start, int end, String name) {
    int from = skipSpace(field, start, end);
    if (!field.startsWith(name, from)) {
      return false;
    }
    int equals = skipSpace(field, from + name.length(), end);
    return equals < end && field.charAt(equals) == '=';
  }

  private static String value(String field, int start, int end) {
    return field.substring(field.indexOf('=', start) + 1, end).strip();
  }

  private static int skipSpace(String text, int start, int end) {
    int at = start;
    while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }
}
