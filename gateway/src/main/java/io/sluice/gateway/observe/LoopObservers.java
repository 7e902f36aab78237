package io.sluice.gateway.observe;

import io.sluice.contracts.sync.HealthDelta;
import io.sluice.gateway.resilience.ResilienceObserver;
import java.util.Map;

/** Gives each event loop its observer. */
@FunctionalInterface
public interface LoopObservers {
  /**
   * The observer of an event loop.
   *
   * @param loop its index, from 0
   */
  LoopObserver forLoop(int loop);

  /**
   * Takes note of the targets in a slow start, about once a second.
   *
   * @param percents the share of its weight that each is given, in %
   */
  default void growing(Map<HealthDelta.Key, Integer> percents) {}

  /** Takes note of what is decided for all event loops. */
  default ResilienceObserver resilience() {
    return ResilienceObserver.NONE;
  }
}
