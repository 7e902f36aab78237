package io.sluice.listeners.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.ResourceStore;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.listeners.domain.Conflicts;
import io.sluice.listeners.domain.ObjectRef;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Load balancers. */
@Singleton
public class LoadBalancerStore extends ResourceStore<LoadBalancerRow, LoadBalancer> {
  private final Tables.LoadBalancerTable table;
  private final Tables.ListenerTable listeners;
  private final Tables.RuleGroupTable ruleGroups;

  LoadBalancerStore(
      Owner owner,
      Tables.LoadBalancerTable table,
      Tables.ListenerTable listeners,
      Tables.RuleGroupTable ruleGroups) {
    super(owner, "load balancer", LoadBalancer.class);
    this.table = table;
    this.listeners = listeners;
    this.ruleGroups = ruleGroups;
  }

  /** The load balancer that a body refers to; fails with 422 when there is none. Within a write. */
  Uni<LoadBalancer> referred(UUID id) {
    return table
        .findById(id)
        .onItem()
        .ifNull()
        .failWith(
            () -> ProblemException.unprocessable("loadBalancerId", id, "the id of a load balancer"))
        .map(row -> stored(row).value());
  }

  @Override
  protected PanacheRepositoryBase<LoadBalancerRow, UUID> table() {
    return table;
  }

  @Override
  protected LoadBalancerRow newRow() {
    return new LoadBalancerRow();
  }

  @Override
  protected String name(LoadBalancer value) {
    return value.name();
  }

  @Override
  protected UUID id(LoadBalancer value) {
    return value.id();
  }

  @Override
  protected Uni<Void> beforeDeletion(Write write, LoadBalancer value) {
    return listeners
        .list("loadBalancerId = ?1 order by id", value.id())
        .chain(ports ->
            ruleGroups
                .list("loadBalancerId = ?1 order by id", value.id())
                .invoke(groups -> Conflicts.checkDeletion(value, users(ports, groups))))
        .replaceWithVoid();
  }

  private static List<ObjectRef> users(List<ListenerRow> listeners, List<RuleGroupRow> groups) {
    return Stream.concat(
            listeners.stream().map(row -> new ObjectRef("listener", row.id, row.name)),
            groups.stream().map(row -> new ObjectRef("rule group", row.id, row.name)))
        .toList();
  }
}
