package io.sluice.bridge.bus;

import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.bus.BusException;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.CommandAnswer;
import io.sluice.contracts.command.MembershipCommand;
import io.sluice.contracts.command.ReferenceAnswer;
import io.sluice.contracts.command.ReferenceQuery;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** What the bridge asks the registry. All fails with {@link BusException} when it is away. */
@Singleton
public class RegistryClient {
  private final Bus bus;

  public RegistryClient(Bus bus) {
    this.bus = bus;
  }

  /** Whether there is such a virtual server group. */
  public Uni<Boolean> knowsGroup(UUID id) {
    ReferenceQuery query = new ReferenceQuery("virtual-server-group", List.of(id));
    return bus.request(Addresses.REGISTRY_REFERENCES, query, ReferenceAnswer.class)
        .map(answer -> answer.missing().isEmpty());
  }

  /** Has targets registered or deregistered. */
  public Uni<CommandAnswer> change(MembershipCommand command) {
    return bus.request(Addresses.REGISTRY_MEMBERSHIP, command, CommandAnswer.class);
  }
}
