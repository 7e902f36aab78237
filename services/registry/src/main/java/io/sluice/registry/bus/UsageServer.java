package io.sluice.registry.bus;

import io.quarkus.runtime.StartupEvent;
import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.command.UsageQuery;
import io.sluice.registry.store.BackendServiceStore;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Tells which backend services refer to a certificate. */
@Singleton
public class UsageServer {
  void start(@Observes StartupEvent event, Bus bus, BackendServiceStore backendServices) {
    bus.serve(
        Addresses.REGISTRY_USAGE,
        UsageQuery.class,
        query -> backendServices.usersOfCertificate(query.id()).map(UsageAnswer::new));
  }
}
