package io.sluice.contracts.sync;

import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.RuleGroup;
import java.util.List;
import java.util.UUID;

/**
 * What changed in the listeners service: whole objects, newest form only.
 *
 * @param from see {@link Delta#from()}
 * @param to see {@link Delta#to()}
 * @param full see {@link Delta#full()}
 * @param loadBalancers changed load balancers
 * @param listeners changed listeners
 * @param ruleGroups changed rule groups
 * @param rules changed rules
 * @param removed ids of what was deleted, of any kind
 */
public record ListenersDelta(
    Revision from,
    Revision to,
    boolean full,
    List<LoadBalancer> loadBalancers,
    List<Listener> listeners,
    List<RuleGroup> ruleGroups,
    List<Rule> rules,
    List<UUID> removed)
    implements Delta {}
