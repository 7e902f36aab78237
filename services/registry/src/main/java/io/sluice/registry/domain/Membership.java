package io.sluice.registry.domain;

import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.command.MembershipCommand;
import io.sluice.contracts.command.MembershipCommand.Instance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks the input of membership commands, as REST checks its own. */
public final class Membership {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_INSTANCES = 1_000;

  private Membership() {}

  /**
   * The instances of a command; of one that is named twice, the last.
   *
   * @throws ProblemException 400 that names every wrong field
   */
  public static List<NewTarget> read(MembershipCommand command) {
    Violations violations = new Violations();
    require(command.key() != null && !command.key().isEmpty(), violations, "key", command.key());
    require(command.groupId() != null, violations, "groupId", null);
    require(command.operation() != null, violations, "operation", null);
    List<Instance> instances = command.targets() == null ? List.of() : command.targets();
    if (instances.isEmpty() || instances.size() > MAX_INSTANCES) {
      violations.add("targets", instances.size() + " entries", "1-" + MAX_INSTANCES + " entries");
    }
    Map<NewTarget.Endpoint, NewTarget> targets = new LinkedHashMap<>();
    for (int i = 0; i < instances.size() && i < MAX_INSTANCES; i++) {
      NewTarget target = read(instances.get(i), "targets[" + i + "].", violations);
      targets.put(target.endpoint(), target);
    }
    if (!violations.isEmpty()) {
      throw ProblemException.badRequest(violations);
    }
    return new ArrayList<>(targets.values());
  }

  private static NewTarget read(Instance instance, String path, Violations violations) {
    String address = instance.address() == null ? "" : instance.address();
    String canonical = HostNames.canonical(address).orElse(null);
    if (canonical == null) {
      violations.add(path + "address", instance.address(), HostNames.ALLOWED);
    }
    Integer port = instance.port();
    if (port != null && (port < 1 || port > MAX_PORT)) {
      violations.add(path + "port", port, "1-" + MAX_PORT);
    }
    int weight = instance.weight() == null ? NewTarget.DEFAULT_WEIGHT : instance.weight();
    if (weight < 0 || weight > NewTarget.MAX_WEIGHT) {
      violations.add(path + "weight", weight, "0-" + NewTarget.MAX_WEIGHT);
    }
    label(instance.zone(), path + "zone", violations);
    label(instance.faultDomain(), path + "faultDomain", violations);
    return new NewTarget(
        canonical == null ? address : canonical,
        port,
        weight,
        instance.zone(),
        instance.faultDomain(),
        false);
  }

  private static void label(String text, String field, Violations violations) {
    if (text != null && !Labels.isValid(text)) {
      violations.add(field, text, Labels.ALLOWED);
    }
  }

  private static void require(boolean given, Violations violations, String field, Object value) {
    if (!given) {
      violations.add(field, value, "required");
    }
  }
}
