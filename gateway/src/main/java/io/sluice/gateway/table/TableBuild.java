package io.sluice.gateway.table;

import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.TargetHealth;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.gateway.persistence.KeyRing;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * A routing table with what is needed to build the next one from it. Immutable. The next table
 * shares all in which nothing changed, so a change of one target among many costs one pass over the
 * targets' identities and the building of its own group.
 *
 * <p>Owners are read at different revisions, so references may dangle: a rule group that is unknown
 * has no rules, a backend service that is unknown is not in the table, a group that is unknown has
 * no targets. None of it is an error.
 */
public final class TableBuild {
  private final String zone;
  private final TableInputs inputs;
  private final RoutingTable table;
  private final GroupIndex<UUID, Rule> rules;
  private final GroupIndex<UUID, Target> targets;
  private final GroupIndex<HealthDelta.Key, TargetHealth> health;
  private final Map<RuleSetKey, RuleSet> ruleSets;

  /**
   * A rule group in one of its two uses.
   *
   * @param byName whether it is for TLS that is passed on
   */
  private record RuleSetKey(UUID group, boolean byName) {}

  private TableBuild(
      String zone,
      TableInputs inputs,
      RoutingTable table,
      GroupIndex<UUID, Rule> rules,
      GroupIndex<UUID, Target> targets,
      GroupIndex<HealthDelta.Key, TargetHealth> health,
      Map<RuleSetKey, RuleSet> ruleSets) {
    this.zone = zone;
    this.inputs = inputs;
    this.table = table;
    this.rules = rules;
    this.targets = targets;
    this.health = health;
    this.ruleSets = ruleSets;
  }

  /**
   * The empty table.
   *
   * @param zone the gateway's zone
   */
  public static TableBuild empty(String zone) {
    return new TableBuild(
        zone,
        TableInputs.EMPTY,
        RoutingTable.EMPTY,
        new GroupIndex<>(Rule::ruleGroupId, Comparator.comparing(Rule::id)),
        new GroupIndex<>(Target::groupId, Comparator.comparing(Target::id)),
        new GroupIndex<>(
            TargetHealth::backendServiceId, Comparator.comparing(TargetHealth::targetId)),
        Map.of());
  }

  /** What the table was built from. */
  public TableInputs inputs() {
    return inputs;
  }

  /** The table. */
  public RoutingTable table() {
    return table;
  }

  /** The build of newer inputs. */
  public TableBuild next(TableInputs newer) {
    GroupIndex<UUID, Rule> nextRules = rules.next(newer.listeners().rules());
    GroupIndex<UUID, Target> nextTargets = targets.next(newer.registry().targets());
    GroupIndex<HealthDelta.Key, TargetHealth> nextHealth = health.next(newer.health().states());
    Map<RuleSetKey, RuleSet> nextRuleSets = new HashMap<>();
    Map<UUID, ListenerTable> listeners = new HashMap<>();
    Set<UUID> elsewhere = new HashSet<>();
    for (Listener listener : newer.listeners().listeners().values()) {
      if (!served(newer.listeners().loadBalancers().get(listener.loadBalancerId()))) {
        elsewhere.add(listener.id());
        continue;
      }
      RuleSet ruleSet = RuleSet.EMPTY;
      if (listener.ruleGroupId() != null) {
        ruleSet =
            nextRuleSets.computeIfAbsent(
                new RuleSetKey(listener.ruleGroupId(), listener.protocol() == Protocol.TLS),
                key -> ruleSet(key, nextRules));
      }
      listeners.put(listener.id(), listenerTable(listener, ruleSet, newer));
    }
    Set<Zoning> zonings = new HashSet<>(Set.of(Zoning.ANY));
    listeners.values().forEach(listener -> zonings.add(listener.zoning()));
    Map<UUID, ServiceTable> services = new HashMap<>();
    for (BackendService service : newer.registry().backendServices().values()) {
      services.put(service.id(), serviceTable(service, newer, zonings, nextTargets, nextHealth));
    }
    RoutingTable next =
        new RoutingTable(
            newer.revisions(),
            Collections.unmodifiableMap(listeners),
            Collections.unmodifiableMap(services),
            keyRing(newer.registry()),
            Collections.unmodifiableSet(elsewhere));
    return new TableBuild(zone, newer, next, nextRules, nextTargets, nextHealth, nextRuleSets);
  }

  /** Whether gateways of this zone serve a load balancer; one that is not known yet, too. */
  private boolean served(LoadBalancer loadBalancer) {
    return loadBalancer == null
        || loadBalancer.zones().isEmpty()
        || loadBalancer.zones().contains(zone);
  }

  private KeyRing keyRing(RegistryState newer) {
    return newer.cookieKeys() == inputs.registry().cookieKeys()
        ? table.keyRing()
        : KeyRing.of(newer.cookieKeys().values());
  }

  private RuleSet ruleSet(RuleSetKey key, GroupIndex<UUID, Rule> nextRules) {
    RuleSet before = ruleSets.get(key);
    List<Rule> of = nextRules.of(key.group());
    if (before != null && rules.of(key.group()) == of) {
      return before;
    }
    return key.byName() ? RuleSet.ofNames(of) : RuleSet.of(of);
  }

  private ListenerTable listenerTable(Listener listener, RuleSet ruleSet, TableInputs newer) {
    ListenerCertificates certificates = ListenerCertificates.of(listener.tls(), newer.listeners());
    Zoning zoning = Zoning.of(newer.listeners().loadBalancers().get(listener.loadBalancerId()));
    ListenerTable before = table.listeners().get(listener.id());
    if (before != null
        && before.router() == ruleSet.router()
        && before.zoning() == zoning
        && before.listener().equals(listener)
        && Objects.equals(before.certificates(), certificates)) {
      return before;
    }
    return new ListenerTable(
        listener,
        ruleSet.router(),
        ruleSet.lenientRouter(),
        RuleSet.decision(listener.defaultAction()),
        certificates,
        zoning);
  }

  private ServiceTable serviceTable(
      BackendService service,
      TableInputs newer,
      Set<Zoning> zonings,
      GroupIndex<UUID, Target> nextTargets,
      GroupIndex<HealthDelta.Key, TargetHealth> nextHealth) {
    UUID group = service.virtualServerGroupId();
    TargetCertificates certificates = TargetCertificates.of(service.tls(), newer.listeners());
    ServiceTable before = table.services().get(service.id());
    if (before != null
        && before.service().equals(service)
        && before.certificates().equals(certificates)
        && before.spreads().keySet().equals(zonings)
        && targets.of(group) == nextTargets.of(group)
        && health.of(service.id()) == nextHealth.of(service.id())) {
      return before;
    }
    List<Endpoint> endpoints =
        nextTargets.of(group).stream()
            .map(target -> endpoint(service, target, newer.health().states()))
            .toList();
    ServiceTable built = ServiceTable.of(service, endpoints, certificates, zonings, before);
    return built.equals(before) ? before : built;
  }

  private Endpoint endpoint(
      BackendService service, Target target, Map<HealthDelta.Key, TargetHealth> states) {
    return new Endpoint(
        target.id(),
        target.address(),
        target.port() == null ? service.port() : target.port(),
        target.weight(),
        target.zone(),
        target.draining(),
        health(service, target, states),
        target.backup(),
        target.zone() == null || target.zone().equals(zone));
  }

  private static TargetHealth.State health(
      BackendService service, Target target, Map<HealthDelta.Key, TargetHealth> states) {
    HealthCheck check = service.healthCheck();
    if (check != null && !check.enabled()) {
      return TargetHealth.State.HEALTHY;
    }
    TargetHealth known = states.get(new HealthDelta.Key(service.id(), target.id()));
    return known == null ? TargetHealth.State.INITIAL : known.state();
  }
}
