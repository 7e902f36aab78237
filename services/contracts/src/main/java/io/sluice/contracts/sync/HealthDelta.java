package io.sluice.contracts.sync;

import io.sluice.contracts.model.TargetHealth;
import java.util.List;
import java.util.UUID;

/**
 * What changed in the health service.
 *
 * @param from see {@link Delta#from()}
 * @param to see {@link Delta#to()}; the epoch is the start time of the replica that speaks, in ms
 * @param full see {@link Delta#full()}
 * @param states changed states
 * @param removed pairs that are probed no more
 */
public record HealthDelta(
    Revision from, Revision to, boolean full, List<TargetHealth> states, List<Key> removed)
    implements Delta {

  /**
   * A probed pair.
   *
   * @param backendServiceId whose health check applies
   * @param targetId the target
   */
  public record Key(UUID backendServiceId, UUID targetId) {}
}
