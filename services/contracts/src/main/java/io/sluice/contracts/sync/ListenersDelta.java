package io.sluice.contracts.sync;

import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.RuleGroup;
import io.sluice.contracts.model.TlsPolicy;
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
 * @param certificates changed certificates, with their keys
 * @param tlsPolicies changed TLS policies
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
    List<Certificate> certificates,
    List<TlsPolicy> tlsPolicies,
    List<UUID> removed)
    implements Delta {

  /** What is absent, as in a copy of an older version, is empty. */
  public ListenersDelta {
    certificates = certificates == null ? List.of() : certificates;
    tlsPolicies = tlsPolicies == null ? List.of() : tlsPolicies;
  }
}
