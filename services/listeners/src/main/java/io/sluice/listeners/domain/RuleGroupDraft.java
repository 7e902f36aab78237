package io.sluice.listeners.domain;

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
  /** The whole value that was stored, as if its author had written every field. */
  public static RuleGroupDraft of(RuleGroup stored) {
    return new RuleGroupDraft(stored.loadBalancerId(), stored.name(), stored.description());
  }

  /** The value with its defaults; to be used only when nothing was added to the violations. */
  public RuleGroup validate(UUID id, Violations violations) {
    violations.present("loadBalancerId", loadBalancerId, "the id of a load balancer");
    return new RuleGroup(
        id,
        loadBalancerId,
        Names.name("name", name, violations),
        Names.description("description", description, violations));
  }

  /** Adds a violation for each field that may not change. */
  public static void checkChange(RuleGroup stored, RuleGroup next, Violations violations) {
    Immutable.check(
        "loadBalancerId", stored.loadBalancerId(), next.loadBalancerId(), "rule group", violations);
  }
}
