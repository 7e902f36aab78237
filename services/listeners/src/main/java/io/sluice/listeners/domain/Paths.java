package io.sluice.listeners.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Paths of rules and redirects, compared byte by byte with what a client sends. */
final class Paths {
  static final int MAX_LENGTH = 1024;
  static final String ALLOWED =
      "an absolute path of 1-1024 printable ASCII characters without space, backslash, ?, #, empty"
          + " and dot segments; others as %XX";

  // Printable ASCII but space, ", #, %, <, >, ?, \: those never stand bare in a request's path.
  private static final Pattern PATH =
      Pattern.compile("/(?:[!$&-;=@-\\[\\]-~]++|%[0-9A-Fa-f]{2})*+");
  private static final Pattern QUERY =
      Pattern.compile("(?:[!$&-;=?@-\\[\\]-~]++|%[0-9A-Fa-f]{2})*+");
  private static final Set<String> DOT_SEGMENTS = Set.of(".", "..");

  private Paths() {}

  static boolean isPath(String text) {
    return text.length() <= MAX_LENGTH
        && PATH.matcher(text).matches()
        && !text.contains("//")
        && !hasDotSegment(text);
  }

  /** Whether a text can stand within a path. */
  static boolean isPart(String text) {
    return PATH.matcher("/" + text).matches();
  }

  static boolean isQuery(String text) {
    return text.length() <= MAX_LENGTH && QUERY.matcher(text).matches();
  }

  /**
   * A gateway resolves dot and empty segments before it looks at rules, so such a rule could never
   * match.
   */
  private static boolean hasDotSegment(String path) {
    return Arrays.stream(path.toLowerCase(Locale.ROOT).replace("%2e", ".").split("/", -1))
        .anyMatch(DOT_SEGMENTS::contains);
  }
}
