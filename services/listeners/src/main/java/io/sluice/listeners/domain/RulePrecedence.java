package io.sluice.listeners.domain;

import io.sluice.contracts.model.Condition;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * In which order the rules of a group are looked at; the first that matches is taken. An explicit
 * priority comes first, the lower number first; then host exact over longest {@code *.x} over
 * longest {@code x.*} over none; then path exact over longest prefix over longest expression over
 * none; then more conditions over fewer; then the name.
 */
public final class RulePrecedence {
  private static final Comparator<HostPattern> BY_HOST =
      Comparator.nullsLast(Comparator.naturalOrder());

  private static final Comparator<PathMatch> BY_PATH =
      Comparator.nullsLast(
          Comparator.comparing(PathMatch::type)
              .thenComparing(path -> -pathLength(path))
              .thenComparing(RulePrecedence::pathKey));

  /** The order. */
  public static final Comparator<Rule> ORDER =
      Comparator.comparing(Rule::priority, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(RulePrecedence::host, BY_HOST)
          .thenComparing(Rule::path, BY_PATH)
          .thenComparing(rule -> -rule.conditions().size())
          .thenComparing(Rule::name);

  private RulePrecedence() {}

  /**
   * What a rule matches, as a text that is equal for two rules when they match the same requests: a
   * prefix with and without its final slash is the same prefix, and conditions and their values are
   * the same in any order. Two such rules may not stand in one group without a priority.
   */
  public static String matchKey(Rule rule) {
    String host = rule.host() == null ? "*" : rule.host();
    PathMatch path = rule.path();
    String key = path == null ? host : host + " " + path.type() + " " + pathKey(path);
    return rule.conditions().isEmpty() ? key : key + " if " + digest(rule.conditions());
  }

  /** Short, since conditions may be longer than what an index takes. */
  private static String digest(List<Condition> conditions) {
    String text =
        conditions.stream()
            .map(condition ->
                new Condition(
                        condition.type(),
                        condition.name(),
                        condition.match(),
                        condition.values().stream().sorted().toList(),
                        condition.inverted())
                    .toString())
            .sorted()
            .collect(Collectors.joining("\n"));
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
