package io.sluice.listeners.domain;

import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
import java.util.Comparator;

/**
 * In which order the rules of a group are looked at; the first that matches is taken. An explicit
 * priority comes first, the lower number first; then host exact over longest {@code *.x} over
 * longest {@code x.*} over none; then path exact over longest prefix over none.
 */
public final class RulePrecedence {
  private static final Comparator<HostPattern> BY_HOST =
      Comparator.nullsLast(Comparator.naturalOrder());

  private static final Comparator<PathMatch> BY_PATH =
      Comparator.nullsLast(
          Comparator.comparing(PathMatch::type)
              .thenComparing(path -> -pathLength(path))
              .thenComparing(RulePrecedence::pathKey));

  /** The order; rules that it finds equal may not stand in one group. */
  public static final Comparator<Rule> ORDER =
      Comparator.comparing(Rule::priority, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(RulePrecedence::host, BY_HOST)
          .thenComparing(Rule::path, BY_PATH);

  private RulePrecedence() {}

  /**
   * What a rule matches, as a text that is equal for two rules when they match the same requests: a
   * prefix with and without its final slash is the same prefix.
   */
  public static String matchKey(Rule rule) {
    String host = rule.host() == null ? "*" : rule.host();
    PathMatch path = rule.path();
    return path == null ? host : host + " " + path.type() + " " + pathKey(path);
  }

  private static HostPattern host(Rule rule) {
    return rule.host() == null ? null : HostPattern.parse(rule.host()).orElseThrow();
  }

  private static int pathLength(PathMatch path) {
    return path.type() == PathType.EXACT ? 0 : pathKey(path).length();
  }

  private static String pathKey(PathMatch path) {
    String value = path.value();
    boolean finalSlash =
        path.type() == PathType.PREFIX && value.length() > 1 && value.endsWith("/");
    return finalSlash ? value.substring(0, value.length() - 1) : value;
  }
}
