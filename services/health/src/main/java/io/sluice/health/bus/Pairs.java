package io.sluice.health.bus;

import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.health.domain.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Derives what is to be probed from the registry's state. */
public final class Pairs {
  private Pairs() {}

  /** Every target of every backend service's group; draining targets too, they still serve. */
  public static Map<Key, Pair> of(RegistryState registry) {
    Map<UUID, List<Target>> targetsByGroup = new HashMap<>();
    for (Target target : registry.targets().values()) {
      targetsByGroup.computeIfAbsent(target.groupId(), id -> new ArrayList<>()).add(target);
    }
    Map<Key, Pair> pairs = HashMap.newHashMap(registry.targets().size());
    for (BackendService service : registry.backendServices().values()) {
      List<Target> targets = targetsByGroup.getOrDefault(service.virtualServerGroupId(), List.of());
      for (Target target : targets) {
        Pair pair = pair(service, target);
        pairs.put(pair.key(), pair);
      }
    }
    return pairs;
  }

  private static Pair pair(BackendService service, Target target) {
    return new Pair(
        new Key(service.id(), target.id()),
        target.groupId(),
        service.name(),
        target.address(),
        target.port() == null ? service.port() : target.port(),
        service.healthCheck());
  }
}
