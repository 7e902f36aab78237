package io.sluice.listeners.bus;

import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.command.UsageQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Asks the registry which backend services refer to a certificate. */
@ApplicationScoped
public class RegistryUsage {
  private final Bus bus;

  public RegistryUsage(Bus bus) {
    this.bus = bus;
  }

  /**
   * Up to 20 backend services; fails with {@link io.sluice.chassis.bus.BusException} when the
   * registry does not answer.
   */
  public Uni<List<UsageAnswer.User>> ofCertificate(UUID id) {
    return bus.request(
            Addresses.REGISTRY_USAGE, new UsageQuery("certificate", id), UsageAnswer.class)
        .map(UsageAnswer::users);
  }
}
