package io.sluice.chassis.sync;

import io.sluice.contracts.model.TargetHealth;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.contracts.sync.Revision;
import java.util.List;
import java.util.Map;

/**
 * A reader's copy of the health of all targets. Immutable.
 *
 * @param revision what it is a copy of
 * @param states by backend service and target; a pair that is missing is {@link
 *     TargetHealth.State#INITIAL}
 */
public record HealthState(Revision revision, Map<HealthDelta.Key, TargetHealth> states) {
  /** Before anything was received. */
  public static final HealthState EMPTY = new HealthState(Revision.NONE, Map.of());

  /** This state after a delta that {@link Follower} found to fit. */
  public HealthState apply(HealthDelta delta) {
    HealthState base = delta.full() ? EMPTY : this;
    return new HealthState(
        delta.to(),
        Copies.merge(
            base.states,
            delta.states(),
            health -> new HealthDelta.Key(health.backendServiceId(), health.targetId()),
            delta.removed()));
  }

  /** The whole state as a delta, as it is stored or answered to a new reader. */
  public HealthDelta toSnapshot() {
    return new HealthDelta(Revision.NONE, revision, true, List.copyOf(states.values()), List.of());
  }
}
