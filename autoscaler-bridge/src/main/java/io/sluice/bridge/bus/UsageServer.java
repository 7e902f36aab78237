package io.sluice.bridge.bus;

import io.quarkus.runtime.StartupEvent;
import io.sluice.bridge.store.WebhookSourceStore;
import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.command.UsageQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Tells the registry which webhook sources use a virtual server group. */
@Singleton
public class UsageServer {
  private final WebhookSourceStore sources;

  public UsageServer(WebhookSourceStore sources) {
    this.sources = sources;
  }

  void start(@Observes StartupEvent event, Bus bus) {
    bus.serve(Addresses.BRIDGE_USAGE, UsageQuery.class, this::answer);
  }

  private Uni<UsageAnswer> answer(UsageQuery query) {
    return query.kind().equals("virtual-server-group")
        ? sources.usersOf(query.id()).map(UsageAnswer::new)
        : Uni.createFrom().item(new UsageAnswer(List.of()));
  }
}
