package io.sluice.registry.bus;

import io.quarkus.runtime.StartupEvent;
import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.ReferenceAnswer;
import io.sluice.contracts.command.ReferenceQuery;
import io.sluice.registry.store.BackendServiceStore;
import io.sluice.registry.store.VirtualServerGroupStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Tells other services which of some ids exist. */
@Singleton
public class ReferenceServer {
  private final BackendServiceStore backendServices;
  private final VirtualServerGroupStore groups;

  public ReferenceServer(BackendServiceStore backendServices, VirtualServerGroupStore groups) {
    this.backendServices = backendServices;
    this.groups = groups;
  }

  void start(@Observes StartupEvent event, Bus bus) {
    bus.serve(Addresses.REGISTRY_REFERENCES, ReferenceQuery.class, this::answer);
  }

  private Uni<ReferenceAnswer> answer(ReferenceQuery query) {
    return switch (query.kind()) {
      case "backend-service" -> backendServices.missing(query.ids()).map(ReferenceAnswer::new);
      case "backend-service-http" ->
          backendServices.unfit(query.ids(), false).map(ReferenceAnswer::new);
      case "backend-service-stream" ->
          backendServices.unfit(query.ids(), true).map(ReferenceAnswer::new);
      case "virtual-server-group" -> groups.missing(query.ids()).map(ReferenceAnswer::new);
      case String other ->
          Uni.createFrom().failure(new IllegalArgumentException("no such kind: " + other));
    };
  }
}
