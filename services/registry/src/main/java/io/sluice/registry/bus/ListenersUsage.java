package io.sluice.registry.bus;

import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.command.UsageQuery;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Asks the listeners service who forwards to a backend service. */
@Singleton
public class ListenersUsage {
  private final Bus bus;

  public ListenersUsage(Bus bus) {
    this.bus = bus;
  }

  /**
   * Up to 20 rules and listeners that forward to it; fails with {@link
   * io.sluice.chassis.bus.BusException} when the listeners service does not answer.
   */
  public Uni<List<UsageAnswer.User>> of(UUID backendServiceId) {
    return bus.request(
            Addresses.LISTENERS_USAGE,
            new UsageQuery("backend-service", backendServiceId),
            UsageAnswer.class)
        .map(UsageAnswer::users);
  }
}
