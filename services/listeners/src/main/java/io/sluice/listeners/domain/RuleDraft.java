package io.sluice.listeners.domain;

import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
import java.util.Locale;
import java.util.UUID;

/**
 * A rule as its author wrote it; null where nothing was written.
 *
 * @param ruleGroupId the group it belongs to; required, immutable
 * @param name 1-63 characters, unique in its group; required
 * @param description at most 256 characters; empty by default
 * @param priority 1-50000, unique in its group, the lower first; none by default
 * @param host see {@link HostPattern}; any by default
 * @param path the path to match; any by default
 * @param action what happens to a request that matches; required
 */
public record RuleDraft(
    UUID ruleGroupId,
    String name,
    String description,
    Integer priority,
    String host,
    PathDraft path,
    ActionDraft action) {
  private static final int MAX_PRIORITY = 50_000;

  /**
   * A match on the path.
   *
   * @param type {@code exact} or {@code prefix}; required
   * @param value absolute path, 1-1024 characters; required
   */
  public record PathDraft(String type, String value) {}

  /** The whole value that was stored, as if its author had written every field. */
  public static RuleDraft of(Rule stored) {
    PathMatch path = stored.path();
    return new RuleDraft(
        stored.ruleGroupId(),
        stored.name(),
        stored.description(),
        stored.priority(),
        stored.host(),
        path == null
            ? null
            : new PathDraft(path.type().name().toLowerCase(Locale.ROOT), path.value()),
        ActionDraft.of(stored.action()));
  }

  /** The value with its defaults; to be used only when nothing was added to the violations. */
  public Rule validate(UUID id, Violations violations) {
    violations.present("ruleGroupId", ruleGroupId, "the id of a rule group");
    String validName = Names.name("name", name, violations);
    String validDescription = Names.description("description", description, violations);
    violations.range("priority", priority, 1, MAX_PRIORITY, 1);
    HostPattern validHost = validHost(violations);
    PathMatch validPath = validPath(violations);
    RequestOrigin origin =
        new RequestOrigin(
            null,
            validHost != null && validHost.kind() == HostPattern.Kind.EXACT
                ? validHost.text()
                : null,
            validPath != null && validPath.type() == PathType.EXACT ? validPath.value() : null);
    return new Rule(
        id,
        ruleGroupId,
        validName,
        validDescription,
        priority,
        validHost == null ? null : validHost.text(),
        validPath,
        ActionDraft.validate("action", action, origin, violations));
  }

  /** Adds a violation for each field that may not change. */
  public static void checkChange(Rule stored, Rule next, Violations violations) {
    Immutable.check("ruleGroupId", stored.ruleGroupId(), next.ruleGroupId(), "rule", violations);
  }

  private HostPattern validHost(Violations violations) {
    if (host == null) {
      return null;
    }
    HostPattern pattern = HostPattern.parse(host).orElse(null);
    violations.require(pattern != null, "host", host, HostPattern.ALLOWED);
    return pattern;
  }

  private PathMatch validPath(Violations violations) {
    if (path == null) {
      return null;
    }
    PathType type =
        switch (path.type()) {
          case "exact" -> PathType.EXACT;
          case "prefix" -> PathType.PREFIX;
          case null, default -> null;
        };
    boolean typed = violations.require(type != null, "path.type", path.type(), "exact, prefix");
    boolean valued =
        violations.require(
            path.value() != null && Paths.isPath(path.value()),
            "path.value",
            path.value(),
            Paths.ALLOWED);
    return typed && valued ? new PathMatch(type, path.value()) : null;
  }
}
