package io.sluice.listeners.domain;

import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.RuleGroup;
import java.util.Objects;

/** The fields that keep the value they were created with: notes each that would change. */
public final class Immutable {
  private Immutable() {}

  /** The address: its listeners are bound to it. */
  public static void check(LoadBalancer stored, LoadBalancer next, Violations violations) {
    check("address", stored.address(), next.address(), "load balancer", violations);
  }

  /** Load balancer, protocol and port. */
  public static void check(Listener stored, Listener next, Violations violations) {
    String kind = "listener";
    check("loadBalancerId", stored.loadBalancerId(), next.loadBalancerId(), kind, violations);
    check("protocol", stored.protocol(), next.protocol(), kind, violations);
    check("port", stored.port(), next.port(), kind, violations);
  }

  /** The load balancer. */
  public static void check(RuleGroup stored, RuleGroup next, Violations violations) {
    check(
        "loadBalancerId", stored.loadBalancerId(), next.loadBalancerId(), "rule group", violations);
  }

  /** The rule group. */
  public static void check(Rule stored, Rule next, Violations violations) {
    check("ruleGroupId", stored.ruleGroupId(), next.ruleGroupId(), "rule", violations);
  }

  private static void check(
      String field, Object stored, Object next, String kind, Violations violations) {
    if (!Objects.equals(stored, next)) {
      violations.add(
          field,
          next,
          (stored == null ? "none" : stored)
              + " (immutable; create another "
              + kind
              + " for another value)");
    }
  }
}
