package io.sluice.listeners.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.problem.Violations;
import io.sluice.chassis.store.Owner;
import io.sluice.contracts.Json;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.Rule;
import io.sluice.listeners.domain.NamedRules;
import io.sluice.listeners.domain.ServiceReference;
import io.sluice.listeners.domain.Traffic;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** What the listeners that use a rule group ask of its rules. */
@Singleton
class GroupUsers {
  private final Owner owner;
  private final Tables.ListenerTable listeners;

  GroupUsers(Owner owner, Tables.ListenerTable listeners) {
    this.owner = owner;
    this.listeners = listeners;
  }

  /**
   * The references of rules.
   *
   * @param at what the fields of each rule begin with, such as {@code rules[0].}
   * @return fails with 422 that names each part of a rule that a listener cannot judge
   */
  Uni<List<ServiceReference>> references(List<Rule> rules, IntFunction<String> at) {
    List<UUID> groups = rules.stream().map(Rule::ruleGroupId).distinct().toList();
    return owner
        .database()
        .read(() -> listeners.list("ruleGroupId in ?1", groups))
        .map(rows ->
            rows.stream()
                .map(GroupUsers::value)
                .collect(Collectors.groupingBy(Listener::ruleGroupId)))
        .map(users -> references(rules, at, users));
  }

  private static List<ServiceReference> references(
      List<Rule> rules, IntFunction<String> at, Map<UUID, List<Listener>> users) {
    Violations violations = new Violations();
    List<ServiceReference> references = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      List<Listener> using = users.getOrDefault(rule.ruleGroupId(), List.of());
      if (using.stream().anyMatch(NamedRules::areOf)) {
        NamedRules.check(at.apply(i), rule, violations);
      }
      Traffic traffic = using.isEmpty() ? null : Traffic.of(using.getFirst());
      references.addAll(ServiceReference.of(at.apply(i), rule, traffic));
    }
    if (!violations.isEmpty()) {
      throw new ProblemException(422, "A rule cannot be judged by a name alone", violations.all());
    }
    return references;
  }

  private static Listener value(ListenerRow row) {
    try {
      return Json.MAPPER.readValue(row.spec, Listener.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the stored listener " + row.id + " cannot be read", e);
    }
  }
}
