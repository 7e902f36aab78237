package io.sluice.bridge.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.sluice.bridge.bus.RegistryClient;
import io.sluice.bridge.domain.WebhookSource;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.ResourceStore;
import io.sluice.contracts.command.UsageAnswer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Webhook sources. The events of a deleted one go with it. */
@Singleton
public class WebhookSourceStore extends ResourceStore<WebhookSourceRow, WebhookSource> {
  private static final int USERS_NAMED = 20;

  private final WebhookSourceTable table;
  private final RegistryClient registry;

  public WebhookSourceStore(Owner owner, WebhookSourceTable table, RegistryClient registry) {
    super(owner, "webhook source", WebhookSource.class);
    this.table = table;
    this.registry = registry;
  }

  /** Up to 20 sources whose events are about a group. */
  public Uni<List<UsageAnswer.User>> usersOf(UUID virtualServerGroupId) {
    return owner()
        .database()
        .read(() ->
            table
                .find("virtualServerGroupId = ?1", Sort.by("name"), virtualServerGroupId)
                .range(0, USERS_NAMED - 1)
                .list())
        .map(rows ->
            rows.stream()
                .map(row -> new UsageAnswer.User("webhook-source", row.id, row.name))
                .toList());
  }

  @Override
  protected PanacheRepositoryBase<WebhookSourceRow, UUID> table() {
    return table;
  }

  @Override
  protected WebhookSourceRow newRow() {
    return new WebhookSourceRow();
  }

  @Override
  protected String name(WebhookSource value) {
    return value.name();
  }

  @Override
  protected UUID id(WebhookSource value) {
    return value.id();
  }

  @Override
  protected void fill(WebhookSourceRow row, WebhookSource value) {
    row.virtualServerGroupId = value.virtualServerGroupId();
  }

  @Override
  protected Uni<Void> checkElsewhere(WebhookSource value, WebhookSource before) {
    UUID group = value.virtualServerGroupId();
    if (before != null && before.virtualServerGroupId().equals(group)) {
      return Uni.createFrom().voidItem();
    }
    return registry
        .knowsGroup(group)
        .invoke(known -> {
          if (!known) {
            throw ProblemException.unprocessable(
                "virtualServerGroupId", group, "the id of a virtual server group");
          }
        })
        .replaceWithVoid();
  }
}
