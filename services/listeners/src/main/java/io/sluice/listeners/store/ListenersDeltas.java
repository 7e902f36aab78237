package io.sluice.listeners.store;

import io.sluice.chassis.store.Replication;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.RuleGroup;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.Revision;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Reads what gateways are sent: everything, or what came after a revision. */
@ApplicationScoped
public class ListenersDeltas implements Replication.Source<ListenersDelta> {
  private final LoadBalancerStore loadBalancers;
  private final ListenerStore listeners;
  private final RuleGroupStore ruleGroups;
  private final RuleStore rules;
  private final CertificateStore certificates;
  private final TlsPolicyStore tlsPolicies;

  ListenersDeltas(
      LoadBalancerStore loadBalancers,
      ListenerStore listeners,
      RuleGroupStore ruleGroups,
      RuleStore rules,
      CertificateStore certificates,
      TlsPolicyStore tlsPolicies) {
    this.loadBalancers = loadBalancers;
    this.listeners = listeners;
    this.ruleGroups = ruleGroups;
    this.rules = rules;
    this.certificates = certificates;
    this.tlsPolicies = tlsPolicies;
  }

  @Override
  public Uni<ListenersDelta> read(Revision from, Revision to, boolean full, List<UUID> removed) {
    long since = from.number();
    Parts parts = new Parts();
    return loadBalancers
        .changedSince(since)
        .invoke(changed -> parts.loadBalancers = changed)
        .chain(() -> listeners.changedSince(since))
        .invoke(changed -> parts.listeners = changed)
        .chain(() -> ruleGroups.changedSince(since))
        .invoke(changed -> parts.ruleGroups = changed)
        .chain(() -> rules.changedSince(since))
        .invoke(changed -> parts.rules = changed)
        .chain(() -> certificates.changedSince(since))
        .invoke(changed -> parts.certificates = changed)
        .chain(() -> tlsPolicies.changedSince(since))
        .map(policies ->
            new ListenersDelta(
                from,
                to,
                full,
                parts.loadBalancers,
                parts.listeners,
                parts.ruleGroups,
                parts.rules,
                parts.certificates,
                policies,
                removed));
  }

  /** A session reads one thing after the other. */
  private static final class Parts {
    private List<LoadBalancer> loadBalancers;
    private List<Listener> listeners;
    private List<RuleGroup> ruleGroups;
    private List<Rule> rules;
    private List<Certificate> certificates;
  }
}
