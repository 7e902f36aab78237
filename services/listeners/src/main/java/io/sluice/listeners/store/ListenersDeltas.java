package io.sluice.listeners.store;

import io.sluice.chassis.store.Replication;
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

  ListenersDeltas(
      LoadBalancerStore loadBalancers,
      ListenerStore listeners,
      RuleGroupStore ruleGroups,
      RuleStore rules) {
    this.loadBalancers = loadBalancers;
    this.listeners = listeners;
    this.ruleGroups = ruleGroups;
    this.rules = rules;
  }

  @Override
  public Uni<ListenersDelta> read(Revision from, Revision to, boolean full, List<UUID> removed) {
    long since = from.number();
    return loadBalancers
        .changedSince(since)
        .chain(balancers ->
            listeners
                .changedSince(since)
                .chain(ports ->
                    ruleGroups
                        .changedSince(since)
                        .chain(groups ->
                            rules
                                .changedSince(since)
                                .map(changed ->
                                    new ListenersDelta(
                                        from, to, full, balancers, ports, groups, changed,
                                        List.of(), List.of(), removed)))));
  }
}
