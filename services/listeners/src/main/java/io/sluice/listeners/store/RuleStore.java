package io.sluice.listeners.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.Answer;
import io.sluice.chassis.store.IdempotencyKey;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.ResourceStore;
import io.sluice.chassis.store.Stored;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.command.UsageAnswer.User;
import io.sluice.contracts.model.Rule;
import io.sluice.listeners.bus.BackendServices;
import io.sluice.listeners.domain.Conflicts;
import io.sluice.listeners.domain.ObjectRef;
import io.sluice.listeners.domain.RulePrecedence;
import io.sluice.listeners.domain.RuleSlots;
import io.sluice.listeners.domain.ServiceReference;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Rules. */
@Singleton
public class RuleStore extends ResourceStore<RuleRow, Rule> {
  /** No rule has it: stands for none in a query. */
  private static final int NO_PRIORITY = 0;

  private final Tables.RuleTable table;
  private final Tables.RuleGroupTable ruleGroups;
  private final BackendServices backendServices;
  private final GroupUsers groupUsers;
  private final ListenersConfig config;

  RuleStore(
      Owner owner,
      Tables.RuleTable table,
      Tables.RuleGroupTable ruleGroups,
      BackendServices backendServices,
      GroupUsers groupUsers,
      ListenersConfig config) {
    super(owner, "rule", Rule.class);
    this.table = table;
    this.ruleGroups = ruleGroups;
    this.backendServices = backendServices;
    this.groupUsers = groupUsers;
    this.config = config;
  }

  /** All rules of a group in the order in which they are looked at. */
  public Uni<List<Stored<Rule>>> byPrecedence(UUID ruleGroupId) {
    return owner()
        .database()
        .read(() -> table.list("ruleGroupId", ruleGroupId))
        .map(rows ->
            rows.stream()
                .map(this::stored)
                .sorted((a, b) -> RulePrecedence.ORDER.compare(a.value(), b.value()))
                .toList());
  }

  /**
   * Creates rules of one or more groups, all or none.
   *
   * @param key null when it may happen twice
   * @param answer makes the answer out of the rules in the order given
   */
  public Uni<Answer> createAll(
      List<Rule> rules, IdempotencyKey key, Function<List<Stored<Rule>>, Answer> answer) {
    return owner()
        .answered(key)
        .chain(known ->
            known
                .map(Uni.createFrom()::item)
                .orElseGet(() ->
                    groupUsers
                        .references(rules, RuleStore::at)
                        .chain(backendServices::check)
                        .chain(() ->
                            owner().writeOnce(key, write -> insertAll(write, rules).map(answer)))));
  }

  /** Those that forward to a backend service, or send it copies. Within a read. */
  Uni<List<User>> forwardingTo(UUID backendServiceId) {
    return table
        .list("spec like ?1 order by id", "%" + backendServiceId + "%")
        .map(rows ->
            rows.stream()
                .map(row -> stored(row).value())
                .filter(value -> ServiceReference.isUsed(backendServiceId, value))
                .map(value -> new User(kind(), value.id(), value.name()))
                .toList());
  }

  @Override
  protected PanacheRepositoryBase<RuleRow, UUID> table() {
    return table;
  }

  @Override
  protected RuleRow newRow() {
    return new RuleRow();
  }

  @Override
  protected String name(Rule value) {
    return value.name();
  }

  @Override
  protected UUID id(Rule value) {
    return value.id();
  }

  @Override
  protected void fill(RuleRow row, Rule value) {
    row.ruleGroupId = value.ruleGroupId();
    row.priority = value.priority();
    row.matchKey = RulePrecedence.matchKey(value);
  }

  /** Names are checked with priorities and matches, by {@link RuleSlots}. */
  @Override
  protected Uni<RuleRow> sameName(Rule value) {
    return Uni.createFrom().nullItem();
  }

  @Override
  protected Uni<Void> checkElsewhere(Rule value, Rule before) {
    boolean same =
        before != null
            && value.action().equals(before.action())
            && Objects.equals(value.modifications().mirror(), before.modifications().mirror());
    return groupUsers
        .references(List.of(value), i -> "")
        .chain(
            references -> same ? Uni.createFrom().voidItem() : backendServices.check(references));
  }

  @Override
  protected Uni<Void> check(Write write, Rule value, Rule before) {
    Uni<Void> group =
        before == null
            ? checkGroup(value.ruleGroupId(), 1, "ruleGroupId")
            : Uni.createFrom().voidItem();
    return group
        .chain(() ->
            table.list(
                "ruleGroupId = ?1 and id <> ?2 and (name = ?3 or priority = ?4"
                    + " or (priority is null and matchKey = ?5))",
                value.ruleGroupId(),
                value.id(),
                value.name(),
                value.priority() == null ? NO_PRIORITY : value.priority(),
                RulePrecedence.matchKey(value)))
        .invoke(others -> slots(others).take(value, ""))
        .replaceWithVoid();
  }

  private Uni<List<Stored<Rule>>> insertAll(Write write, List<Rule> rules) {
    List<UUID> groups = rules.stream().map(Rule::ruleGroupId).distinct().toList();
    Uni<Void> checked = Uni.createFrom().voidItem();
    for (UUID group : groups) {
      checked = checked.chain(() -> checkGroup(group, rules));
    }
    return checked.chain(() -> {
      List<RuleRow> rows = rules.stream().map(rule -> row(write, rule)).toList();
      return write
          .session()
          .persistAll(rows.toArray())
          .map(done ->
              IntStream.range(0, rules.size())
                  .mapToObj(i -> Stored.of(rows.get(i), rules.get(i)))
                  .toList());
    });
  }

  private Uni<Void> checkGroup(UUID group, List<Rule> rules) {
    List<Integer> indexes =
        IntStream.range(0, rules.size())
            .filter(i -> rules.get(i).ruleGroupId().equals(group))
            .boxed()
            .toList();
    return checkGroup(group, indexes.size(), at(indexes.getFirst()) + "ruleGroupId")
        .chain(() -> table.list("ruleGroupId", group))
        .invoke(present -> {
          RuleSlots slots = slots(present);
          indexes.forEach(i -> slots.take(rules.get(i), at(i)));
        })
        .replaceWithVoid();
  }

  private Uni<Void> checkGroup(UUID id, int adding, String field) {
    return ruleGroups
        .findById(id)
        .onItem()
        .ifNull()
        .failWith(() -> ProblemException.unprocessable(field, id, "the id of a rule group"))
        .call(group ->
            table
                .count("ruleGroupId", id)
                .invoke(present ->
                    Conflicts.checkLimit(
                        "rule",
                        new ObjectRef("rule group", id, group.name),
                        present,
                        adding,
                        config.maxRulesPerRuleGroup())))
        .replaceWithVoid();
  }

  private RuleRow row(Write write, Rule rule) {
    RuleRow row = newRow();
    row.id = rule.id();
    write.created(row);
    set(row, rule);
    return row;
  }

  private static RuleSlots slots(List<RuleRow> rows) {
    RuleSlots slots = new RuleSlots();
    rows.forEach(row -> slots.add(row.id, row.name, row.priority, row.matchKey));
    return slots;
  }

  private static String at(int index) {
    return "rules[" + index + "].";
  }
}
