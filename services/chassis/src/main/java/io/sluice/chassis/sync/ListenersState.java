package io.sluice.chassis.sync;

import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.RuleGroup;
import io.sluice.contracts.model.TlsPolicy;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.Revision;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A reader's copy of what the listeners service owns. Immutable.
 *
 * @param revision what it is a copy of
 * @param loadBalancers by id
 * @param listeners by id
 * @param ruleGroups by id
 * @param rules by id
 * @param certificates by id, with their keys
 * @param tlsPolicies by id
 */
public record ListenersState(
    Revision revision,
    Map<UUID, LoadBalancer> loadBalancers,
    Map<UUID, Listener> listeners,
    Map<UUID, RuleGroup> ruleGroups,
    Map<UUID, Rule> rules,
    Map<UUID, Certificate> certificates,
    Map<UUID, TlsPolicy> tlsPolicies) {
  /** Before anything was received. */
  public static final ListenersState EMPTY =
      new ListenersState(Revision.NONE, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  /** This state after a delta that {@link Follower} found to fit. */
  public ListenersState apply(ListenersDelta delta) {
    ListenersState base = delta.full() ? EMPTY : this;
    return new ListenersState(
        delta.to(),
        Copies.merge(base.loadBalancers, delta.loadBalancers(), LoadBalancer::id, delta.removed()),
        Copies.merge(base.listeners, delta.listeners(), Listener::id, delta.removed()),
        Copies.merge(base.ruleGroups, delta.ruleGroups(), RuleGroup::id, delta.removed()),
        Copies.merge(base.rules, delta.rules(), Rule::id, delta.removed()),
        Copies.merge(base.certificates, delta.certificates(), Certificate::id, delta.removed()),
        Copies.merge(base.tlsPolicies, delta.tlsPolicies(), TlsPolicy::id, delta.removed()));
  }

  /** The whole state as a delta, as it is stored or answered to a new reader. */
  public ListenersDelta toSnapshot() {
    return new ListenersDelta(
        Revision.NONE,
        revision,
        true,
        List.copyOf(loadBalancers.values()),
        List.copyOf(listeners.values()),
        List.copyOf(ruleGroups.values()),
        List.copyOf(rules.values()),
        List.copyOf(certificates.values()),
        List.copyOf(tlsPolicies.values()),
        List.of());
  }
}
