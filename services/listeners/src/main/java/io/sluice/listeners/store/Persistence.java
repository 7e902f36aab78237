package io.sluice.listeners.store;

import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.store.Database;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.Replication;
import io.sluice.chassis.store.ShortTimeoutPool;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.GatewayBeat;
import io.sluice.contracts.sync.ListenersDelta;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The one database, owner and replication of this service. */
public class Persistence {
  /** The pool of the reactive data source. */
  @Singleton
  public static class Pool extends ShortTimeoutPool {}

  @Produces
  @Singleton
  Database database(Vertx vertx) {
    return new Database(vertx);
  }

  @Produces
  @Singleton
  Owner owner(Database database, Bus bus) {
    return new Owner(database, bus, Addresses.LISTENERS_CHANGED);
  }

  @Produces
  @Singleton
  Replication<ListenersDelta> replication(
      Owner owner, Bus bus, Vertx vertx, ListenersDeltas deltas) {
    return new Replication<>(owner, bus, vertx, GatewayBeat::listeners, deltas);
  }
}
