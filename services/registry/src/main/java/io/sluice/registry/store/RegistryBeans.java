package io.sluice.registry.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.store.Database;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.Replication;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.GatewayBeat;
import io.sluice.contracts.sync.RegistryDelta;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The chassis' parts as beans of the registry. */
@Singleton
public class RegistryBeans {
  @Produces
  @Singleton
  Database database(Vertx vertx) {
    return new Database(vertx);
  }

  @Produces
  @Singleton
  Owner owner(Database database, Bus bus) {
    return new Owner(database, bus, Addresses.REGISTRY_CHANGED);
  }

  @Produces
  @Singleton
  Replication<RegistryDelta> replication(Owner owner, Bus bus, Vertx vertx, RegistrySource source) {
    return new Replication<>(owner, bus, vertx, GatewayBeat::registry, source);
  }

  void start(@Observes StartupEvent event, Replication<RegistryDelta> replication) {
    replication.start(Addresses.REGISTRY_SYNC);
  }

  void stop(@Observes ShutdownEvent event, Replication<RegistryDelta> replication) {
    replication.stop();
  }
}
