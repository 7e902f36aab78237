package io.sluice.listeners.domain;

import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.problem.Violation;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.LoadBalancer;
import java.util.List;

/** What other objects forbid: each check throws 409 that names them. */
public final class Conflicts {
  private Conflicts() {}

  /** Refuses a port that a listener has already on the same address. */
  public static void checkPort(Listener wanted, ObjectRef owner) {
    if (owner != null) {
      String address =
          wanted.address() == null ? "the gateways' own address" : "address " + wanted.address();
      throw taken(
          "port",
          wanted.port(),
          "Port " + wanted.port() + " of " + address + " is taken by " + owner,
          "a port that no other listener has on " + address);
    }
  }

  /** Refuses one more object than a parent may have. */
  public static void checkLimit(String kind, ObjectRef parent, long present, int adding, int max) {
    if (present + adding > max) {
      throw ProblemException.conflict(
          "The " + parent + " has " + present + " " + kind + "s, and may have at most " + max);
    }
  }

  /** Refuses to delete a load balancer that is protected or in use. */
  public static void checkDeletion(LoadBalancer loadBalancer, List<ObjectRef> users) {
    if (loadBalancer.deletionProtection()) {
      throw ProblemException.conflict(
          "The load balancer has deletionProtection; set it to false first");
    }
    checkUnused("load balancer", users);
  }

  /** Refuses to delete what others refer to. */
  public static void checkUnused(String kind, List<ObjectRef> users) {
    if (!users.isEmpty()) {
      throw ProblemException.conflict("The " + kind + " is used by " + ObjectRef.list(users));
    }
  }

  /** Refuses to delete a rule group with rules, unless they shall go with it. */
  public static void checkEmpty(List<ObjectRef> rules) {
    if (!rules.isEmpty()) {
      throw ProblemException.conflict(
          "The rule group has "
              + ObjectRef.list(rules)
              + "; ?cascade=true deletes the rules with it");
    }
  }

  static ProblemException taken(String field, Object value, String detail, String allowed) {
    return new ProblemException(
        409, detail, List.of(new Violation(field, String.valueOf(value), allowed)));
  }
}
