package io.sluice.registry.bus;

import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.bus.BusException;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.command.UsageQuery;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Asks the autoscaler bridge which webhook sources are about a virtual server group. */
@Singleton
public class BridgeUsage {
  private final Bus bus;

  public BridgeUsage(Bus bus) {
    this.bus = bus;
  }

  /**
   * Up to 20 webhook sources; fails with {@link BusException} when the bridge does not answer. A
   * suite without a bridge has none; should one come later, the registry rejects its events.
   */
  public Uni<List<UsageAnswer.User>> of(UUID virtualServerGroupId) {
    return bus.request(
            Addresses.BRIDGE_USAGE,
            new UsageQuery("virtual-server-group", virtualServerGroupId),
            UsageAnswer.class)
        .map(UsageAnswer::users)
        .onFailure(BridgeUsage::noBridge)
        .recoverWithItem(List.of());
  }

  private static boolean noBridge(Throwable failure) {
    return failure instanceof BusException e && e.kind() == BusException.Kind.NO_SERVER;
  }
}
