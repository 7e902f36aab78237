package io.sluice.listeners.domain;

import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
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
  /** Priorities of a rule. */
  public static final Range PRIORITY = new Range(1, 50_000);

  /**
   * A match on the path.
   *
   * @param type {@code exact} or {@code prefix}; required
   * @param value absolute path, 1-1024 characters; required
   */
  public record PathDraft(String type, String value) {}

  /** The value with its defaults; to be used only when nothing was added to the violations. */
  public Rule validate(UUID id, Violations violations) {
    Checks checks = new Checks(violations);
    checks.present("ruleGroupId", ruleGroupId, "the id of a rule group");
    checks.range("priority", priority, PRIORITY, 1);
    HostPattern validHost = validHost(checks);
    PathMatch validPath = validPath(checks);
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
        name,
        description,
        priority,
        validHost == null ? null : validHost.text(),
        validPath,
        ActionDraft.validate("action", action, origin, checks));
  }

  private HostPattern validHost(Checks checks) {
    if (host == null) {
      return null;
    }
    HostPattern pattern = HostPattern.parse(host).orElse(null);
    checks.require(pattern != null, "host", host, HostPattern.ALLOWED);
    return pattern;
  }

  private PathMatch validPath(Checks checks) {
    if (path == null) {
      return null;
    }
    PathType type =
        switch (path.type()) {
          case "exact" -> PathType.EXACT;
          case "prefix" -> PathType.PREFIX;
          case null, default -> null;
        };
    boolean typed = checks.require(type != null, "path.type", path.type(), "exact, prefix");
    boolean valued =
        checks.require(
            path.value() != null && Paths.isPath(path.value()),
            "path.value",
            path.value(),
            Paths.ALLOWED);
    return typed && valued ? new PathMatch(type, path.value()) : null;
  }
}
