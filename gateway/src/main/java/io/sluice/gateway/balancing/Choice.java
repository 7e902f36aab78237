package io.sluice.gateway.balancing;

import java.util.Collection;

/** The choice among the targets in rotation by one algorithm, on one event loop. */
interface Choice {
  /**
   * Chooses the target of a request.
   *
   * @param key what the request is placed by, hashed; only algorithms that place by a key look at
   *     it
   * @param now nanoseconds of the monotonic clock; only algorithms that measure look at it
   * @param tried targets that are not to be chosen
   * @return null when there is no other target
   */
  LoopEndpoint choose(long key, long now, Collection<LoopEndpoint> tried);
}
