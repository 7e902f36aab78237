package io.sluice.bridge.store;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.bridge.domain.Secrets;
import io.sluice.bridge.domain.WebhookSource;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.store.Database;
import io.sluice.chassis.store.Owner;
import io.sluice.contracts.Addresses;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The chassis' parts as beans of the bridge. */
@Singleton
@RegisterForReflection(targets = {WebhookSource.class, Secrets.class})
public class BridgeBeans {
  @Produces
  @Singleton
  Database database(Vertx vertx) {
    return new Database(vertx);
  }

  @Produces
  @Singleton
  Owner owner(Database database, Bus bus) {
    return new Owner(database, bus, Addresses.BRIDGE_CHANGED);
  }
}
