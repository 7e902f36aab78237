package io.sluice.listeners.bus;

import io.quarkus.runtime.StartupEvent;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.store.Replication;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.command.UsageQuery;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.listeners.store.BackendServiceUsers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What the service does on the bus: announces, answers readers, tells who uses a service. */
@ApplicationScoped
public class ListenersService {
  private final Bus bus;
  private final Replication<ListenersDelta> replication;
  private final BackendServiceUsers users;

  public ListenersService(
      Bus bus, Replication<ListenersDelta> replication, BackendServiceUsers users) {
    this.bus = bus;
    this.replication = replication;
    this.users = users;
  }

  void start(@Observes StartupEvent event) {
    replication.start(Addresses.LISTENERS_SYNC);
    bus.serve(
        Addresses.LISTENERS_USAGE,
        UsageQuery.class,
        query -> users.of(query.id()).map(UsageAnswer::new));
  }
}
