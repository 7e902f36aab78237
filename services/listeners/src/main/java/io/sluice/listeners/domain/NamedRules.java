package io.sluice.listeners.domain;

import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.Rule;

/**
 * Rules of a listener that passes TLS on. Of a connection it knows the name that the client asks
 * for, which is a rule's host; of its requests it sees nothing.
 */
public final class NamedRules {
  private NamedRules() {}

  /** Whether a listener's rules are judged by the name alone. */
  public static boolean areOf(Listener listener) {
    return listener.protocol() == Protocol.TLS && listener.tls() == null;
  }

  /**
   * Notes each part of a rule that needs a request.
   *
   * @param at what fields begin with, such as {@code rules[0].}
   */
  public static void check(String at, Rule rule, Violations violations) {
    String why = ", as a listener that passes TLS on uses the rule group";
    if (rule.path() != null) {
      violations.add(at + "path", "an object", "absent" + why);
    }
    if (!rule.conditions().isEmpty()) {
      violations.add(at + "conditions", "a list", "absent" + why);
    }
    if (!rule.modifications().equals(Modifications.NONE)) {
      violations.add(at + "modifications", "an object", "absent" + why);
    }
    if (!(rule.action() instanceof Action.Forward)) {
      violations.add(at + "action.type", "another", "forward" + why);
    }
  }

  /** Whether a rule needs nothing but the name. */
  public static boolean fits(Rule rule) {
    Violations violations = new Violations();
    check("", rule, violations);
    return violations.isEmpty();
  }
}
