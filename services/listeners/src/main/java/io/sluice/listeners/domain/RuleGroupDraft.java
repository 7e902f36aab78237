package io.sluice.listeners.domain;

import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.RuleGroup;
import java.util.UUID;

/**
 * A rule group as its author wrote it; null where nothing was written.
 *
 * @param loadBalancerId the load balancer it belongs to; required, immutable
 * @param name 1-63 characters, unique in its load balancer; required
 * @param description at most 256 characters; empty by default
 */
public record RuleGroupDraft(UUID loadBalancerId, String name, String description) {
  /** The value with its defaults; to be used only when nothing was added to the violations. */
  public RuleGroup validate(UUID id, Violations violations) {
    new Checks(violations).present("loadBalancerId", loadBalancerId, "the id of a load balancer");
    return new RuleGroup(id, loadBalancerId, name, description);
  }
}
