package io.sluice.gateway.routing;

/**
 * A rule as the router sees it.
 *
 * @param priority 1 and up, lower goes first; null: by how specific it is
 * @param host exact, {@code *.example.com} or {@code www.example.*}, lower case; null: any
 * @param pathKind how the path is matched
 * @param path absolute path; null with {@link PathKind#ANY}
 * @param order decides between rules that match equally; lower goes first
 * @param result what the router gives for it
 */
public record Route<T>(
    Integer priority, String host, PathKind pathKind, String path, String order, T result) {
  /** How the path is matched. */
  public enum PathKind {
    /** Every path. */
    ANY,
    /** The whole path. */
    EXACT,
    /** Whole segments: {@code /a} and {@code /a/} take {@code /a} and {@code /a/b}, not /ab. */
    PREFIX
  }

  boolean goesBefore(Route<T> other) {
    if (other == null) {
      return true;
    }
    int mine = priority == null ? Integer.MAX_VALUE : priority;
    int theirs = other.priority == null ? Integer.MAX_VALUE : other.priority;
    return mine != theirs ? mine < theirs : order.compareTo(other.order) < 0;
  }
}
