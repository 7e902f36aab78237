package io.sluice.gateway.table;

import io.sluice.chassis.sync.HealthState;
import io.sluice.chassis.sync.ListenersState;
import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.Ejection;
import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.RuleGroup;
import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.TargetHealth;
import io.sluice.contracts.model.TlsPolicy;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.contracts.sync.Revision;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Objects of a configuration, with what a test does not care about filled in. */
public final class Samples {
  public static final UUID LOAD_BALANCER = new UUID(10, 0);
  public static final UUID LISTENER = new UUID(11, 0);
  public static final UUID RULE_GROUP = new UUID(12, 0);
  public static final UUID SERVICE = new UUID(13, 0);
  public static final UUID GROUP = new UUID(14, 0);
  public static final Instant SINCE = Instant.parse("2026-07-01T00:00:00Z");

  private Samples() {}

  public static Endpoint endpoint(
      int number, int weight, boolean draining, TargetHealth.State health) {
    return new Endpoint(
        new UUID(0, number),
        "127.0.0.1",
        9_000 + number,
        weight,
        null,
        draining,
        health,
        false,
        true);
  }

  public static ServiceTable service(Endpoint... endpoints) {
    return service(SERVICE, endpoints);
  }

  public static ServiceTable service(UUID id, Endpoint... endpoints) {
    return ServiceTable.of(backendService(id, GROUP), List.of(endpoints));
  }

  public static ServiceTable service(Algorithm algorithm, Endpoint... endpoints) {
    return service(algorithm, 0, endpoints);
  }

  public static ServiceTable service(
      Algorithm algorithm, int slowStartSeconds, Endpoint... endpoints) {
    BackendService service = backendService(SERVICE, GROUP, algorithm, slowStartSeconds, null);
    return ServiceTable.of(service, List.of(endpoints));
  }

  public static BackendService backendService(UUID id, UUID group) {
    return backendService(id, group, null);
  }

  public static BackendService backendService(UUID id, UUID group, HealthCheck check) {
    return backendService(id, group, Algorithm.WEIGHTED_ROUND_ROBIN, 0, check);
  }

  /** A service over its targets, which bears failing ones in a way of its own. */
  public static ServiceTable service(
      Ejection ejection, int failOpenPercent, Endpoint... endpoints) {
    return service(ejection, failOpenPercent, Stickiness.OFF, endpoints);
  }

  /** A service over its targets, to which clients keep. */
  public static ServiceTable service(Stickiness stickiness, Endpoint... endpoints) {
    return service(Ejection.DEFAULT, 0, stickiness, endpoints);
  }

  private static ServiceTable service(
      Ejection ejection, int failOpenPercent, Stickiness stickiness, Endpoint... endpoints) {
    BackendService plain = backendService(SERVICE, GROUP);
    return ServiceTable.of(
        new BackendService(
            plain.id(),
            plain.name(),
            plain.description(),
            plain.protocol(),
            plain.port(),
            plain.virtualServerGroupId(),
            plain.algorithm(),
            plain.connectTimeoutSeconds(),
            plain.responseTimeoutSeconds(),
            plain.requestTimeoutSeconds(),
            plain.retries(),
            plain.deregistrationDelaySeconds(),
            plain.xForwardedFor(),
            plain.xForwardedProto(),
            plain.xForwardedPort(),
            plain.xForwardedHost(),
            plain.healthCheck(),
            null,
            null,
            null,
            null,
            stickiness,
            0,
            ejection,
            failOpenPercent,
            null,
            null,
            null,
            null),
        List.of(endpoints));
  }

  private static BackendService backendService(
      UUID id, UUID group, Algorithm algorithm, int slowStartSeconds, HealthCheck check) {
    return new BackendService(
        id,
        "service-" + id,
        "",
        Protocol.HTTP,
        8_000,
        group,
        algorithm,
        5,
        60,
        null,
        1,
        300,
        BackendService.ForwardedMode.APPEND,
        true,
        true,
        false,
        check,
        null,
        null,
        null,
        null,
        null,
        slowStartSeconds,
        null,
        0,
        null,
        null,
        null,
        null);
  }

  public static Target target(UUID group, int number) {
    return new Target(
        new UUID(15, number),
        group,
        "127.0.0.1",
        9_000 + number % 50_000,
        10,
        null,
        null,
        null,
        false);
  }

  public static TargetHealth health(UUID service, Target target, TargetHealth.State state) {
    return new TargetHealth(service, target.id(), state, null, null, SINCE);
  }

  public static Listener listener(UUID id, int port, UUID ruleGroup, Action defaultAction) {
    return new Listener(
        id,
        LOAD_BALANCER,
        "listener-" + port,
        "",
        Protocol.HTTP,
        port,
        null,
        60,
        10,
        16_384,
        0,
        ruleGroup,
        defaultAction,
        null,
        null,
        null,
        null,
        null);
  }

  public static Rule rule(int number, String host, Rule.PathMatch path, Action action) {
    return new Rule(
        new UUID(16, number),
        RULE_GROUP,
        "rule-" + number,
        "",
        null,
        host,
        path,
        action,
        null,
        null);
  }

  public static Action forward(UUID service) {
    return new Action.Forward(List.of(new Action.WeightedService(service, 1)), null);
  }

  public static Action fixed(int status) {
    return new Action.FixedResponse(status, null, null);
  }

  public static ListenersState listeners(long number, List<Listener> listeners, List<Rule> rules) {
    return listeners(number, listeners, rules, List.of(), List.of());
  }

  public static ListenersState listeners(
      long number,
      List<Listener> listeners,
      List<Rule> rules,
      List<Certificate> certificates,
      List<TlsPolicy> policies) {
    return ListenersState.EMPTY.apply(
        new ListenersDelta(
            Revision.NONE,
            new Revision(1, number),
            true,
            List.of(),
            listeners,
            List.of(new RuleGroup(RULE_GROUP, LOAD_BALANCER, "rules", "")),
            rules,
            certificates,
            policies,
            List.of()));
  }

  public static RegistryState registry(
      long number, List<BackendService> services, List<Target> targets) {
    return RegistryState.EMPTY.apply(
        new RegistryDelta(
            Revision.NONE, new Revision(1, number), true, services, List.of(), targets, List.of()));
  }

  public static HealthState health(long number, TargetHealth... states) {
    return HealthState.EMPTY.apply(
        new HealthDelta(Revision.NONE, new Revision(1, number), true, List.of(states), List.of()));
  }
}
