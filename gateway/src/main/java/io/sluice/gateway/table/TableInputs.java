package io.sluice.gateway.table;

import io.sluice.chassis.sync.HealthState;
import io.sluice.chassis.sync.ListenersState;
import io.sluice.chassis.sync.RegistryState;

/**
 * The owners' states that a table is built from.
 *
 * @param listeners what the listeners service owns
 * @param registry what the registry owns
 * @param health the health of all targets
 */
public record TableInputs(ListenersState listeners, RegistryState registry, HealthState health) {
  /** Before anything was received. */
  public static final TableInputs EMPTY =
      new TableInputs(ListenersState.EMPTY, RegistryState.EMPTY, HealthState.EMPTY);

  /** What a table of these is made from. */
  public Revisions revisions() {
    return new Revisions(listeners.revision(), registry.revision(), health.revision());
  }

  /** These with another state of listeners and rules. */
  public TableInputs with(ListenersState newer) {
    return new TableInputs(newer, registry, health);
  }

  /** These with another state of backend services and targets. */
  public TableInputs with(RegistryState newer) {
    return new TableInputs(listeners, newer, health);
  }

  /** These with another state of health. */
  public TableInputs with(HealthState newer) {
    return new TableInputs(listeners, registry, newer);
  }
}
