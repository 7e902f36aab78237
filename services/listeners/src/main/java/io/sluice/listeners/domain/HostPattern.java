package io.sluice.listeners.domain;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host that a rule takes: an exact name or IPv4 address, {@code *.example.com} (any name that
 * ends so, with at least one label in place of the star) or {@code www.example.*}.
 *
 * @param kind which of the three
 * @param text lower case, 1-253 ASCII characters, with its star
 */
public record HostPattern(Kind kind, String text) implements Comparable<HostPattern> {
  /** The kinds, most specific first. */
  public enum Kind {
    /** One name. */
    EXACT,
    /** {@code *.example.com}. */
    SUFFIX,
    /** {@code www.example.*}. */
    PREFIX
  }

  /** What may be written, for a person. */
  public static final String ALLOWED =
      "a host name, *.example.com or www.example.* of at most 253 characters, without port and"
          + " final dot; international names in their ASCII form (xn--…)";

  private static final int MAX_LENGTH = 253;
  // An underscore is no host name by RFC 952, but container and cluster names have them.
  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  /** The pattern of a text, or empty when it is none. Upper case becomes lower case. */
  public static Optional<HostPattern> parse(String text) {
    // toLowerCase would turn some letters beyond ASCII into ASCII ones (KELVIN SIGN into k).
    if (text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c < 128)) {
      return Optional.empty();
    }
    String lower = text.toLowerCase(Locale.ROOT);
    Kind kind = Kind.EXACT;
    String name = lower;
    if (lower.startsWith("*.")) {
      kind = Kind.SUFFIX;
      name = lower.substring(2);
    } else if (lower.endsWith(".*")) {
      kind = Kind.PREFIX;
      name = lower.substring(0, lower.length() - 2);
    }
    return NAME.matcher(name).matches()
        ? Optional.of(new HostPattern(kind, lower))
        : Optional.empty();
  }

  /** More specific first: exact, then the longest {@code *.x}, then the longest {@code x.*}. */
  @Override
  public int compareTo(HostPattern other) {
    int byKind = kind.compareTo(other.kind);
    if (byKind != 0) {
      return byKind;
    }
    int byLength = kind == Kind.EXACT ? 0 : Integer.compare(other.text.length(), text.length());
    return byLength != 0 ? byLength : text.compareTo(other.text);
  }
}
