package io.sluice.listeners;

import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.ReferenceAnswer;
import io.sluice.contracts.command.ReferenceQuery;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.command.UsageQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Answers on the bus as the registry does. */
@ApplicationScoped
public class RegistryDouble {
  @Inject Bus bus;

  private final Set<UUID> known = ConcurrentHashMap.newKeySet();
  private final Set<UUID> streams = ConcurrentHashMap.newKeySet();
  private final Map<UUID, UsageAnswer.User> users = new ConcurrentHashMap<>();
  private Bus.Registration registration;
  private Bus.Registration usage;

  /** Starts to answer, unless it does already. */
  public synchronized void up() {
    if (registration == null) {
      registration = bus.serve(Addresses.REGISTRY_REFERENCES, ReferenceQuery.class, this::onQuery);
      usage = bus.serve(Addresses.REGISTRY_USAGE, UsageQuery.class, this::onUsage);
    }
  }

  /** Answers no more. */
  public synchronized void down() {
    if (registration != null) {
      registration.cancel();
      usage.cancel();
      registration = null;
    }
  }

  /** The id of a backend service of HTTP that it knows from now on. */
  public UUID newBackendService() {
    UUID id = UUID.randomUUID();
    known.add(id);
    return id;
  }

  /** The id of a backend service of TCP that it knows from now on. */
  public UUID newStreamService() {
    UUID id = newBackendService();
    streams.add(id);
    return id;
  }

  /** Has a backend service refer to a certificate from now on. */
  public void refersTo(UUID certificate, String backendService) {
    users.put(
        certificate, new UsageAnswer.User("backend-service", UUID.randomUUID(), backendService));
  }

  private Uni<UsageAnswer> onUsage(UsageQuery query) {
    return Uni.createFrom()
        .item(new UsageAnswer(Optional.ofNullable(users.get(query.id())).stream().toList()));
  }

  private Uni<ReferenceAnswer> onQuery(ReferenceQuery query) {
    List<UUID> missing = query.ids().stream().filter(id -> !fits(id, query.kind())).toList();
    return Uni.createFrom().item(new ReferenceAnswer(missing));
  }

  private boolean fits(UUID id, String kind) {
    return known.contains(id)
        && switch (kind) {
          case "backend-service-http" -> !streams.contains(id);
          case "backend-service-stream" -> streams.contains(id);
          default -> true;
        };
  }
}
