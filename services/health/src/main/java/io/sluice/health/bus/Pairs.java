package io.sluice.health.bus;

import io.sluice.chassis.sync.ListenersState;
import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.TargetTls;
import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.contracts.sync.Revision;
import io.sluice.health.domain.Pair;
import io.sluice.health.domain.ProbeTls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Derives what is to be probed from what the registry and the listeners service own. */
public final class Pairs {
  private Pairs() {}

  /**
   * Every target of every backend service's group; draining targets too, they still serve. Left out
   * are those whose probes need certificates while the listeners service has not been heard.
   */
  public static Map<Key, Pair> of(RegistryState registry, ListenersState listeners) {
    Map<UUID, List<Target>> targetsByGroup = new HashMap<>();
    for (Target target : registry.targets().values()) {
      targetsByGroup.computeIfAbsent(target.groupId(), id -> new ArrayList<>()).add(target);
    }
    Map<Key, Pair> pairs = HashMap.newHashMap(registry.targets().size());
    for (BackendService service : registry.backendServices().values()) {
      List<Target> targets = targetsByGroup.getOrDefault(service.virtualServerGroupId(), List.of());
      ProbeTls tls = tls(service, listeners);
      if (tls != null && !tls.complete() && listeners.revision().equals(Revision.NONE)) {
        continue;
      }
      for (Target target : targets) {
        Pair pair = pair(service, target, tls);
        pairs.put(pair.key(), pair);
      }
    }
    return pairs;
  }

  private static ProbeTls tls(BackendService service, ListenersState listeners) {
    boolean secured =
        switch (service.healthCheck().protocol()) {
          case HTTPS, TLS -> true;
          case GRPC -> service.tls() != null;
          case HTTP, H2C, TCP -> false;
        };
    if (!secured) {
      return null;
    }
    TargetTls tls = service.tls() == null ? TargetTls.DEFAULT : service.tls();
    Certificate authority = find(tls.authorityId(), listeners);
    Certificate client = find(tls.clientCertificateId(), listeners);
    return new ProbeTls(
        tls.verify(),
        tls.serverName(),
        authority == null ? null : authority.certificatePem(),
        client == null ? null : client.certificatePem(),
        client == null ? null : client.privateKeyPem(),
        (tls.authorityId() == null || authority != null)
            && (tls.clientCertificateId() == null || client != null));
  }

  private static Certificate find(UUID id, ListenersState listeners) {
    return id == null ? null : listeners.certificates().get(id);
  }

  private static Pair pair(BackendService service, Target target, ProbeTls tls) {
    return new Pair(
        new Key(service.id(), target.id()),
        target.groupId(),
        service.name(),
        target.address(),
        target.port() == null ? service.port() : target.port(),
        service.healthCheck(),
        tls);
  }
}
