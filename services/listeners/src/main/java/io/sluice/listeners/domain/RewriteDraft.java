package io.sluice.listeners.domain;

import io.sluice.contracts.model.Modifications.Rewrite;
import io.sluice.contracts.rule.Expression;
import io.sluice.contracts.rule.Replacement;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another target of a request, as its author wrote it; null where nothing was written and nothing
 * is to be changed.
 *
 * @param host the Host that the target sees, with its port if it has one
 * @param path absolute path in place of the one that the rule matches, or of its prefix
 * @param pathRegex expression whose matches in the path are replaced; not with {@code path}
 * @param replacement what replaces them; required with {@code pathRegex}
 * @param query query without the question mark; empty removes it
 */
public record RewriteDraft(
    String host, String path, String pathRegex, String replacement, String query) {
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[^\\]]*\\]|[^:]*)(?::(?<port>[1-9][0-9]{0,4}))?");
  private static final int MAX_PORT = 65_535;

  /** The rewrite; to be used only when the checks noted nothing. */
  Rewrite validate(String field, Checks checks) {
    boolean any = host != null || path != null || pathRegex != null || query != null;
    checks.require(any, field + "path", null, "host, path, pathRegex or query: one is needed");
    if (host != null) {
      checks.require(
          isAuthority(host),
          field + "host",
          host,
          "a host name of at most 253 characters or an IP literal (IPv6 in brackets), with a port"
              + " if wanted");
    }
    if (path != null) {
      checks.require(Paths.isPath(path), field + "path", path, Paths.ALLOWED);
    }
    if (query != null) {
      checks.require(
          Paths.isQuery(query),
          field + "query",
          query,
          "a query of at most 1024 printable ASCII characters without #; others as %XX");
    }
    checkReplacement(field, checks);
    String lower = host == null ? null : host.toLowerCase(Locale.ROOT);
    return new Rewrite(lower, path, pathRegex, replacement, query);
  }

  private void checkReplacement(String field, Checks checks) {
    if (pathRegex == null) {
      checks.require(
          replacement == null, field + "replacement", replacement, "nothing without pathRegex");
      return;
    }
    checks.require(path == null, field + "pathRegex", pathRegex, "nothing beside path");
    Expression expression = ConditionDraft.checkExpression(field + "pathRegex", pathRegex, checks);
    String allowed =
        "a part of a path, at most 1024 characters, with $0-$9 for groups that the expression has"
            + " and $$ for a dollar";
    boolean fits =
        replacement != null
            && replacement.length() <= Paths.MAX_LENGTH
            && Paths.isPart(replacement);
    checks.require(
        fits && (expression == null || Replacement.of(replacement, expression).isPresent()),
        field + "replacement",
        replacement,
        allowed);
  }

  private static boolean isAuthority(String text) {
    Matcher matcher = AUTHORITY.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    String port = matcher.group("port");
    String name = matcher.group("host");
    boolean named =
        name.startsWith("[")
            ? IpAddresses.canonical(name.substring(1, name.length() - 1)).isPresent()
            : HostPattern.parse(name)
                .filter(pattern -> pattern.kind() == HostPattern.Kind.EXACT)
                .isPresent();
    return named && (port == null || Integer.parseInt(port) <= MAX_PORT);
  }
}
