package io.sluice.health;

import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.sync.Revision;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What the registry may say. */
public final class RegistrySample {
  private RegistrySample() {}

  /** A backend service with a check of every second. */
  public static BackendService service(String name, UUID group, int port) {
    return service(UUID.randomUUID(), name, group, port, Samples.http());
  }

  /** A backend service. */
  public static BackendService service(
      UUID id, String name, UUID group, int port, HealthCheck check) {
    return new BackendService(
        id,
        name,
        "",
        Protocol.HTTP,
        port,
        group,
        BackendService.Algorithm.WEIGHTED_ROUND_ROBIN,
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
        0,
        null,
        0,
        null,
        null,
        null,
        null);
  }

  /** A target that does not drain. */
  public static Target target(UUID group, String address, Integer port) {
    return new Target(UUID.randomUUID(), group, address, port, 10, null, null, null, false);
  }

  /** A state without virtual server groups: probes do not need them. */
  public static RegistryState state(long number, BackendService[] services, Target... targets) {
    Map<UUID, BackendService> servicesById = new HashMap<>();
    for (BackendService service : services) {
      servicesById.put(service.id(), service);
    }
    Map<UUID, Target> targetsById = new HashMap<>();
    for (Target target : targets) {
      targetsById.put(target.id(), target);
    }
    return new RegistryState(new Revision(1, number), servicesById, Map.of(), targetsById);
  }
}
