package io.sluice.gateway.modification;

import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Rule.PathType;
import io.sluice.contracts.rule.Expression;
import io.sluice.contracts.rule.InvalidExpressionException;
import io.sluice.contracts.rule.Replacement;
import io.sluice.gateway.routing.RequestPath;
import java.util.regex.Pattern;

/** Another target for the requests of a rule. Immutable. */
final class Rewrite {
  /** What a listener may be told to take at most. */
  static final int MAX_LENGTH = 65_536;

  private static final Pattern VISIBLE = Pattern.compile("[!-~]*");

  private final PathChange change;
  private final PathChange lenientChange;
  private final String query;
  private final String host;

  private Rewrite(PathChange change, PathChange lenientChange, String query, String host) {
    this.change = change;
    this.lenientChange = lenientChange;
    this.query = query;
    this.host = host;
  }

  /** Another path for a path. */
  private interface PathChange {
    /** Null when it is none that the change is for. */
    String of(String path) throws UnfitTargetException;
  }

  /**
   * The rewrite of a rule, or null when it has none.
   *
   * @throws InvalidExpressionException when it is not understood
   */
  static Rewrite of(Rule rule) throws InvalidExpressionException {
    Modifications.Rewrite spec = rule.modifications().rewrite();
    if (spec == null) {
      return null;
    }
    check(spec.host());
    check(spec.path());
    check(spec.query());
    check(spec.replacement());
    if (spec.pathRegex() != null) {
      PathChange replace = replace(spec);
      return new Rewrite(replace, replace, spec.query(), spec.host());
    }
    if (spec.path() == null) {
      return new Rewrite(null, null, spec.query(), spec.host());
    }
    if (rule.path() == null || rule.path().type() != PathType.PREFIX) {
      PathChange whole = path -> spec.path();
      // All readings lead to the same.
      return new Rewrite(whole, null, spec.query(), spec.host());
    }
    return new Rewrite(
        prefix(rule.path().value(), spec.path()),
        prefix(lenient(rule.path().value()), lenient(spec.path())),
        spec.query(),
        spec.host());
  }

  private static void check(String part) throws InvalidExpressionException {
    if (part != null && !VISIBLE.matcher(part).matches()) {
      throw new InvalidExpressionException("no part of a request target");
    }
  }

  private static PathChange replace(Modifications.Rewrite spec) throws InvalidExpressionException {
    Expression expression = Expression.compile(spec.pathRegex());
    String text = spec.replacement() == null ? "" : spec.replacement();
    Replacement replacement =
        Replacement.of(text, expression)
            .orElseThrow(() -> new InvalidExpressionException("no such group"));
    return path -> {
      String replaced = expression.replace(path, replacement, MAX_LENGTH);
      if (replaced == null) {
        throw UnfitTargetException.TOO_LONG;
      }
      return replaced.startsWith("/") ? replaced : "/" + replaced;
    };
  }

  private static PathChange prefix(String prefix, String with) {
    String from = withoutLastSlash(prefix);
    String to = withoutLastSlash(with);
    return path -> {
      if (!path.startsWith(from)) {
        return null;
      }
      String rest = path.substring(from.length());
      return rest.isEmpty() ? with : to + rest;
    };
  }

  private static String withoutLastSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static String lenient(String path) {
    return RequestPath.hasOneReading(path, path.length())
        ? path
        : RequestPath.lenientReading(path, path.length());
  }

  /** The Host that the target sees, or null for the request's own. */
  String host() {
    return host;
  }

  /**
   * The target of a request.
   *
   * @throws UnfitTargetException when what it leads to depends on how it is read: a path that
   *     leaves its prefix by dot segments would leave the one put in its place too
   */
  String target(String requestTarget) throws UnfitTargetException {
    int end = RequestPath.end(requestTarget);
    if (!requestTarget.startsWith("/")) {
      return requestTarget; // OPTIONS *
    }
    String path = requestTarget.substring(0, end);
    if (change != null) {
      String changed = change.of(path);
      if (changed == null || looksLikeAuthority(changed)) {
        throw UnfitTargetException.AMBIGUOUS;
      }
      if (lenientChange != null && !RequestPath.hasOneReading(requestTarget, end)) {
        requireSameReadings(requestTarget, end, changed);
      }
      path = changed;
    }
    String newQuery = query == null ? requestTarget.substring(end) : query;
    String mark = query == null || query.isEmpty() ? "" : "?";
    if (path.length() + newQuery.length() > MAX_LENGTH) {
      throw UnfitTargetException.TOO_LONG;
    }
    return path + mark + newQuery;
  }

  private void requireSameReadings(String requestTarget, int end, String changed)
      throws UnfitTargetException {
    String lenientBefore = RequestPath.lenientReading(requestTarget, end);
    String lenientAfter = RequestPath.lenientReading(changed, changed.length());
    String carelessBefore = RequestPath.carelessReading(requestTarget, end);
    String carelessAfter = RequestPath.carelessReading(changed, changed.length());
    boolean same =
        lenientAfter.equals(lenientChange.of(lenientBefore))
            && (carelessBefore == null
                || (carelessAfter == null ? lenientAfter : carelessAfter)
                    .equals(lenientChange.of(carelessBefore)));
    if (!same) {
      throw UnfitTargetException.AMBIGUOUS;
    }
  }

  /** Targets that redirect to their own path would redirect to another host. */
  private static boolean looksLikeAuthority(String path) {
    return path.length() > 1 && (path.charAt(1) == '/' || path.charAt(1) == '\\');
  }
}
