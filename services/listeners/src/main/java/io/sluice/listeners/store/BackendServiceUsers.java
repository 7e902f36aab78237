package io.sluice.listeners.store;

import io.sluice.chassis.store.Owner;
import io.sluice.contracts.command.UsageAnswer.User;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Finds the listeners and rules that forward to a backend service. */
@ApplicationScoped
public class BackendServiceUsers {
  private static final int MOST = 20;

  private final Owner owner;
  private final ListenerStore listeners;
  private final RuleStore rules;

  BackendServiceUsers(Owner owner, ListenerStore listeners, RuleStore rules) {
    this.owner = owner;
    this.listeners = listeners;
    this.rules = rules;
  }

  /** Up to 20 of those who use it. */
  public Uni<List<User>> of(UUID backendServiceId) {
    return owner
        .database()
        .read(() ->
            listeners
                .forwardingTo(backendServiceId)
                .chain(byDefault ->
                    rules
                        .forwardingTo(backendServiceId)
                        .map(byRule ->
                            Stream.concat(byDefault.stream(), byRule.stream())
                                .limit(MOST)
                                .toList())));
  }
}
