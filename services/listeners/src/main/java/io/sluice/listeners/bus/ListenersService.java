package io.sluice.listeners.bus;

import io.quarkus.runtime.StartupEvent;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.store.Replication;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.ReferenceAnswer;
import io.sluice.contracts.command.ReferenceQuery;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.command.UsageQuery;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.listeners.store.BackendServiceUsers;
import io.sluice.listeners.store.CertificateStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * What the service does on the bus: announces, answers readers, tells who uses a service and which
 * certificates there are.
 */
@ApplicationScoped
public class ListenersService {
  private final Bus bus;
  private final Replication<ListenersDelta> replication;
  private final BackendServiceUsers users;
  private final CertificateStore certificates;

  public ListenersService(
      Bus bus,
      Replication<ListenersDelta> replication,
      BackendServiceUsers users,
      CertificateStore certificates) {
    this.bus = bus;
    this.replication = replication;
    this.users = users;
    this.certificates = certificates;
  }

  void start(@Observes StartupEvent event) {
    replication.start(Addresses.LISTENERS_SYNC);
    bus.serve(
        Addresses.LISTENERS_USAGE,
        UsageQuery.class,
        query -> users.of(query.id()).map(UsageAnswer::new));
    bus.serve(Addresses.LISTENERS_REFERENCES, ReferenceQuery.class, this::missing);
  }

  private Uni<ReferenceAnswer> missing(ReferenceQuery query) {
    return switch (query.kind()) {
      case "certificate" -> certificates.missing(query.ids(), true).map(ReferenceAnswer::new);
      case "certificate-authority" ->
          certificates.missing(query.ids(), false).map(ReferenceAnswer::new);
      case String other ->
          Uni.createFrom().failure(new IllegalArgumentException("no such kind: " + other));
    };
  }
}
