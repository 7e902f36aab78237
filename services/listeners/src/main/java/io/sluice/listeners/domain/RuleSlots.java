package io.sluice.listeners.domain;

import io.sluice.chassis.problem.ProblemException;
import io.sluice.contracts.model.Rule;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What the rules of one group occupy: names, priorities, and what is matched without a priority.
 * Two rules that match the same need a priority, since nothing else says which comes first.
 */
public final class RuleSlots {
  private final Map<String, ObjectRef> names = new HashMap<>();
  private final Map<Integer, ObjectRef> priorities = new HashMap<>();
  private final Map<String, ObjectRef> matches = new HashMap<>();

  /** Notes a rule that is in the group. */
  public void add(UUID id, String name, Integer priority, String matchKey) {
    ObjectRef rule = new ObjectRef("rule", id, name);
    names.put(name, rule);
    if (priority == null) {
      matches.put(matchKey, rule);
    } else {
      priorities.put(priority, rule);
    }
  }

  /**
   * Adds a rule to the group.
   *
   * @param at path of the rule in the body, as {@code rules[3].}, or empty
   * @throws ProblemException 409 that names the rule which occupies its place
   */
  public void take(Rule rule, String at) {
    refuse(names.get(rule.name()), at + "name", rule.name(), "a name that no other rule has here");
    if (rule.priority() != null) {
      refuse(
          priorities.get(rule.priority()),
          at + "priority",
          rule.priority(),
          "a priority that no other rule of the group has");
    } else {
      refuse(
          matches.get(RulePrecedence.matchKey(rule)),
          at + "priority",
          null,
          "a priority, since the other rule matches the same host, path and conditions");
    }
    add(rule.id(), rule.name(), rule.priority(), RulePrecedence.matchKey(rule));
  }

  private static void refuse(ObjectRef other, String field, Object value, String allowed) {
    if (other != null) {
      throw Conflicts.taken(
          field,
          value,
          "In conflict with " + other + ": " + field + " must be " + allowed,
          allowed);
    }
  }
}
