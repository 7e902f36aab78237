package io.sluice.listeners.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.ResourceStore;
import io.sluice.chassis.store.Stored;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.model.RuleGroup;
import io.sluice.listeners.domain.Conflicts;
import io.sluice.listeners.domain.ObjectRef;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Rule groups. */
@Singleton
public class RuleGroupStore extends ResourceStore<RuleGroupRow, RuleGroup> {
  private final Tables.RuleGroupTable table;
  private final Tables.ListenerTable listeners;
  private final Tables.RuleTable rules;
  private final LoadBalancerStore loadBalancers;

  RuleGroupStore(
      Owner owner,
      Tables.RuleGroupTable table,
      Tables.ListenerTable listeners,
      Tables.RuleTable rules,
      LoadBalancerStore loadBalancers) {
    super(owner, "rule group", RuleGroup.class);
    this.table = table;
    this.listeners = listeners;
    this.rules = rules;
    this.loadBalancers = loadBalancers;
  }

  /** Deletes a group with its rules. */
  public Uni<Void> deleteWithRules(UUID id, Function<Stored<RuleGroup>, Void> precondition) {
    return owner()
        .write(write ->
            table
                .findById(id)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound(kind(), id))
                .invoke(row -> precondition.apply(stored(row)))
                .call(row -> refuseUsed(id))
                .chain(row -> rules.list("ruleGroupId", id))
                .chain(members -> {
                  List<UUID> gone = new ArrayList<>();
                  members.forEach(member -> gone.add(member.id));
                  gone.add(id);
                  return rules
                      .delete("ruleGroupId", id)
                      .chain(() -> table.delete("id", id))
                      .chain(() -> write.removed(gone));
                }));
  }

  @Override
  protected PanacheRepositoryBase<RuleGroupRow, UUID> table() {
    return table;
  }

  @Override
  protected RuleGroupRow newRow() {
    return new RuleGroupRow();
  }

  @Override
  protected String name(RuleGroup value) {
    return value.name();
  }

  @Override
  protected UUID id(RuleGroup value) {
    return value.id();
  }

  @Override
  protected void fill(RuleGroupRow row, RuleGroup value) {
    row.loadBalancerId = value.loadBalancerId();
  }

  @Override
  protected Uni<RuleGroupRow> sameName(RuleGroup value) {
    return table
        .find("loadBalancerId = ?1 and name = ?2", value.loadBalancerId(), value.name())
        .firstResult();
  }

  @Override
  protected Uni<Void> check(Write write, RuleGroup value, RuleGroup before) {
    return before == null
        ? loadBalancers.referred(value.loadBalancerId()).replaceWithVoid()
        : Uni.createFrom().voidItem();
  }

  @Override
  protected Uni<Void> beforeDeletion(Write write, RuleGroup value) {
    return refuseUsed(value.id())
        .chain(() -> rules.list("ruleGroupId = ?1 order by id", value.id()))
        .invoke(members ->
            Conflicts.checkEmpty(
                members.stream().map(row -> new ObjectRef("rule", row.id, row.name)).toList()))
        .replaceWithVoid();
  }

  private Uni<Void> refuseUsed(UUID id) {
    return listeners
        .list("ruleGroupId = ?1 order by id", id)
        .invoke(users ->
            Conflicts.checkUnused(
                kind(),
                users.stream().map(row -> new ObjectRef("listener", row.id, row.name)).toList()))
        .replaceWithVoid();
  }
}
