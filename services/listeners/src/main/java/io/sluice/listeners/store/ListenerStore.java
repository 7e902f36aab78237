package io.sluice.listeners.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.ResourceStore;
import io.sluice.chassis.store.Stored;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.command.UsageAnswer.User;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Rule;
import io.sluice.listeners.bus.BackendServices;
import io.sluice.listeners.domain.Conflicts;
import io.sluice.listeners.domain.Listeners;
import io.sluice.listeners.domain.NamedRules;
import io.sluice.listeners.domain.ObjectRef;
import io.sluice.listeners.domain.ServiceReference;
import io.sluice.listeners.domain.Traffic;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Listeners. */
@Singleton
public class ListenerStore extends ResourceStore<ListenerRow, Listener> {
  private final Tables.ListenerTable table;
  private final Tables.RuleGroupTable ruleGroups;
  private final LoadBalancerStore loadBalancers;
  private final RuleStore rules;
  private final BackendServices backendServices;
  private final TlsReferences tlsReferences;
  private final ListenersConfig config;

  ListenerStore(
      Owner owner,
      Tables.ListenerTable table,
      Tables.RuleGroupTable ruleGroups,
      LoadBalancerStore loadBalancers,
      RuleStore rules,
      BackendServices backendServices,
      TlsReferences tlsReferences,
      ListenersConfig config) {
    super(owner, "listener", Listener.class);
    this.table = table;
    this.ruleGroups = ruleGroups;
    this.loadBalancers = loadBalancers;
    this.rules = rules;
    this.backendServices = backendServices;
    this.tlsReferences = tlsReferences;
    this.config = config;
  }

  /** Inserts with the address of its load balancer. */
  @Override
  public Uni<Stored<Listener>> insert(Write write, Listener value) {
    return loadBalancers
        .referred(value.loadBalancerId())
        .call(this::checkLimit)
        .chain(parent -> super.insert(write, Listeners.at(parent.address(), value)));
  }

  /** Those whose default action forwards to a backend service. Within a read. */
  Uni<List<User>> forwardingTo(UUID backendServiceId) {
    return table
        .list("spec like ?1 order by id", "%" + backendServiceId + "%")
        .map(rows ->
            rows.stream()
                .map(row -> stored(row).value())
                .filter(value -> ServiceReference.isUsed(backendServiceId, value.defaultAction()))
                .map(value -> new User(kind(), value.id(), value.name()))
                .toList());
  }

  @Override
  protected PanacheRepositoryBase<ListenerRow, UUID> table() {
    return table;
  }

  @Override
  protected ListenerRow newRow() {
    return new ListenerRow();
  }

  @Override
  protected String name(Listener value) {
    return value.name();
  }

  @Override
  protected UUID id(Listener value) {
    return value.id();
  }

  @Override
  protected void fill(ListenerRow row, Listener value) {
    row.loadBalancerId = value.loadBalancerId();
    row.ruleGroupId = value.ruleGroupId();
    row.bindAddress = bindAddress(value);
    row.port = value.port();
  }

  @Override
  protected Uni<ListenerRow> sameName(Listener value) {
    return table
        .find("loadBalancerId = ?1 and name = ?2", value.loadBalancerId(), value.name())
        .firstResult();
  }

  @Override
  protected Uni<Void> checkElsewhere(Listener value, Listener before) {
    boolean same = before != null && value.defaultAction().equals(before.defaultAction());
    Uni<Void> action =
        same
            ? Uni.createFrom().voidItem()
            : backendServices.check(
                ServiceReference.of("defaultAction", value.defaultAction(), Traffic.of(value)));
    boolean sameRules =
        before != null
            && Objects.equals(value.ruleGroupId(), before.ruleGroupId())
            && NamedRules.areOf(value) == NamedRules.areOf(before);
    return sameRules || value.ruleGroupId() == null
        ? action
        : action.chain(() -> rules.byPrecedence(value.ruleGroupId())).chain(all -> fit(value, all));
  }

  /** The group's rules must be such as the listener can judge, and lead to what it can use. */
  private Uni<Void> fit(Listener value, List<Stored<Rule>> all) {
    for (Stored<Rule> rule : all) {
      if (NamedRules.areOf(value) && !NamedRules.fits(rule.value())) {
        throw unfit(
            value,
            rule.value(),
            "a rule group whose rules have a host alone and forward, as TLS is passed on");
      }
    }
    Traffic traffic = Traffic.of(value);
    List<UUID> services =
        all.stream()
            .flatMap(rule -> ServiceReference.of("", rule.value().action(), traffic).stream())
            .map(ServiceReference::backendServiceId)
            .distinct()
            .toList();
    return backendServices
        .unfit(services, traffic)
        .invoke(unfit ->
            all.stream()
                .map(Stored::value)
                .filter(rule ->
                    unfit.stream().anyMatch(id -> ServiceReference.isUsed(id, rule.action())))
                .findFirst()
                .ifPresent(rule -> {
                  throw unfit(
                      value,
                      rule,
                      "a rule group whose rules forward to backend services of protocol "
                          + traffic.protocols());
                }))
        .replaceWithVoid();
  }

  private static ProblemException unfit(Listener listener, Rule rule, String allowed) {
    return ProblemException.unprocessable(
        "ruleGroupId",
        listener.ruleGroupId(),
        allowed + "; rule " + rule.name() + " (" + rule.id() + ") is not so");
  }

  @Override
  protected Uni<Void> check(Write write, Listener value, Listener before) {
    Uni<Void> port = before == null ? checkPort(value) : Uni.createFrom().voidItem();
    boolean sameGroup = before != null && Objects.equals(before.ruleGroupId(), value.ruleGroupId());
    Uni<Void> group =
        sameGroup || value.ruleGroupId() == null ? port : port.chain(() -> checkRuleGroup(value));
    boolean sameTls = before != null && Objects.equals(before.tls(), value.tls());
    return sameTls || value.tls() == null
        ? group
        : group.chain(() -> tlsReferences.check(value.tls()));
  }

  private Uni<Void> checkLimit(LoadBalancer parent) {
    return table
        .count("loadBalancerId = ?1", parent.id())
        .invoke(count ->
            Conflicts.checkLimit(
                "listener",
                new ObjectRef("load balancer", parent.id(), parent.name()),
                count,
                1,
                config.maxListenersPerLoadBalancer()))
        .replaceWithVoid();
  }

  private Uni<Void> checkPort(Listener value) {
    return table
        .find("bindAddress = ?1 and port = ?2", bindAddress(value), value.port())
        .firstResult()
        .invoke(other ->
            Conflicts.checkPort(
                value, other == null ? null : new ObjectRef("listener", other.id, other.name)))
        .replaceWithVoid();
  }

  private Uni<Void> checkRuleGroup(Listener value) {
    return ruleGroups
        .findById(value.ruleGroupId())
        .invoke(group -> {
          if (group == null || !group.loadBalancerId.equals(value.loadBalancerId())) {
            throw ProblemException.unprocessable(
                "ruleGroupId",
                value.ruleGroupId(),
                "the id of a rule group of load balancer " + value.loadBalancerId());
          }
        })
        .replaceWithVoid();
  }

  private static String bindAddress(Listener value) {
    return value.address() == null ? "" : value.address();
  }
}
