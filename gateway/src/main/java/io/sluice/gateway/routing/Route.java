package io.sluice.gateway.routing;

import io.sluice.contracts.rule.Expression;
import java.util.Comparator;

/**
 * A rule as the router sees it.
 *
 * @param priority 1 and up, lower goes first; null: by how specific it is
 * @param host exact, {@code *.example.com} or {@code www.example.*}, lower case; null: any
 * @param pathKind how the path is matched
 * @param path absolute path; null with {@link PathKind#ANY} and {@link PathKind#EXPRESSION}
 * @param expression what the whole path has to match; null but with {@link PathKind#EXPRESSION}
 * @param conditions what else has to hold
 * @param order decides between rules that match equally; lower goes first
 * @param result what the router gives for it
 */
public record Route<T>(
    Integer priority,
    String host,
    PathKind pathKind,
    String path,
    Expression expression,
    Conditions conditions,
    String order,
    T result) {
  /** How the path is matched. */
  public enum PathKind {
    /** The whole path. */
    EXACT,
    /** Whole segments: {@code /a} and {@code /a/} take {@code /a} and {@code /a/b}, not /ab. */
    PREFIX,
    /** The whole path, by a regular expression. */
    EXPRESSION,
    /** Every path. */
    ANY
  }

  /** The order of rules on the same host, among those on the same path or on expressions. */
  static final Comparator<Route<?>> ORDER =
      Comparator.<Route<?>>comparingInt(r -> r.priority == null ? Integer.MAX_VALUE : r.priority)
          .thenComparingInt(r -> r.expression == null ? 0 : -r.expression.toString().length())
          .thenComparing(r -> r.expression == null ? "" : r.expression.toString())
          .thenComparingInt(r -> -r.conditions.count())
          .thenComparing(Route::order);

  /** A rule on host and path alone. */
  public Route(
      Integer priority, String host, PathKind pathKind, String path, String order, T result) {
    this(priority, host, pathKind, path, null, Conditions.NONE, order, result);
  }

  boolean goesBefore(Route<T> other) {
    int mine = priority == null ? Integer.MAX_VALUE : priority;
    int theirs = other.priority == null ? Integer.MAX_VALUE : other.priority;
    return mine != theirs ? mine < theirs : ORDER.compare(this, other) < 0;
  }

  /** Whether it needs no more than its host and an indexed path. */
  boolean unconditional() {
    return expression == null && conditions == Conditions.NONE;
  }

  /** Whether a request on its host, and on its path unless that is an expression, is for it. */
  boolean takes(String path, int end, RequestView request) {
    return unconditional()
        || (expression == null || expression.matches(path.substring(0, end)))
            && conditions.hold(request);
  }
}
