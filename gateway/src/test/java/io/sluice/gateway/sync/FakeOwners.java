package io.sluice.gateway.sync;

import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.sync.HealthState;
import io.sluice.chassis.sync.ListenersState;
import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.sync.Changed;
import io.sluice.contracts.sync.SyncRequest;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/** The three owners of configuration on a bus; they answer with whole snapshots. */
public final class FakeOwners implements AutoCloseable {
  private final Bus bus;
  private final List<Bus.Registration> registrations = new ArrayList<>();
  private volatile ListenersState listeners = ListenersState.EMPTY;
  private volatile RegistryState registry = RegistryState.EMPTY;
  private volatile HealthState health = HealthState.EMPTY;

  public FakeOwners(Bus bus) {
    this.bus = bus;
    registrations.add(
        bus.serve(
            Addresses.LISTENERS_SYNC,
            SyncRequest.class,
            ask -> Uni.createFrom().item(listeners.toSnapshot())));
    registrations.add(
        bus.serve(
            Addresses.REGISTRY_SYNC,
            SyncRequest.class,
            ask -> Uni.createFrom().item(registry.toSnapshot())));
    registrations.add(
        bus.serve(
            Addresses.HEALTH_SYNC,
            SyncRequest.class,
            ask -> Uni.createFrom().item(health.toSnapshot())));
  }

  public void publish(ListenersState state) {
    listeners = state;
    announce();
  }

  public void publish(RegistryState state) {
    registry = state;
    announce();
  }

  public void publish(HealthState state) {
    health = state;
    announce();
  }

  public void announce() {
    bus.publish(Addresses.LISTENERS_CHANGED, new Changed(listeners.revision()));
    bus.publish(Addresses.REGISTRY_CHANGED, new Changed(registry.revision()));
    bus.publish(Addresses.HEALTH_CHANGED, new Changed(health.revision()));
  }

  @Override
  public void close() {
    registrations.forEach(Bus.Registration::cancel);
  }
}
