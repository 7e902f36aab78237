package io.sluice.listeners.domain;

import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.Condition;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
import java.util.ArrayList;
import java.util.List;
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
 * @param conditions 0-20 further conditions, all of which have to hold; none by default
 * @param modifications what is changed on the way; nothing by default
 */
public record RuleDraft(
    UUID ruleGroupId,
    String name,
    String description,
    Integer priority,
    String host,
    PathDraft path,
    ActionDraft action,
    List<ConditionDraft> conditions,
    ModificationsDraft modifications) {
  private static final String PATH_VALUE = "path.value";

  /** Priorities of a rule. */
  public static final Range PRIORITY = new Range(1, 50_000);

  /**
   * A match on the path.
   *
   * @param type {@code exact}, {@code prefix} or {@code regex}; required
   * @param value absolute path or regular expression, 1-1024 characters; required
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
        ActionDraft.validate("action", action, origin, checks),
        validConditions(checks),
        ModificationsDraft.validate(
            modifications, action != null && "forward".equals(action.type()), checks));
  }

  private List<Condition> validConditions(Checks checks) {
    List<ConditionDraft> drafts = conditions == null ? List.of() : conditions;
    List<Condition> valid = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      Condition condition = drafts.get(i).validate("conditions[" + i + "].", checks);
      if (condition != null) {
        valid.add(condition);
      }
    }
    return valid;
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
          case "regex" -> PathType.REGEX;
          case null, default -> null;
        };
    boolean typed = checks.require(type != null, "path.type", path.type(), "exact, prefix, regex");
    boolean valued = validPathValue(type, path.value(), checks);
    return typed && valued ? new PathMatch(type, path.value()) : null;
  }

  private static boolean validPathValue(PathType type, String value, Checks checks) {
    if (type == PathType.REGEX && value != null) {
      // Paths have no other characters as they are sent.
      boolean ascii = value.chars().allMatch(c -> c >= ' ' && c <= '~');
      return checks.require(ascii, PATH_VALUE, value, "ASCII characters; others of a path are %XX")
          && ConditionDraft.checkExpression(PATH_VALUE, value, checks) != null;
    }
    return checks.require(value != null && Paths.isPath(value), PATH_VALUE, value, Paths.ALLOWED);
  }
}
