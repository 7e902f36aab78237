package io.sluice.gateway.observe;

import io.sluice.gateway.resilience.ResilienceObserver;

/** Gives each event loop its observer. */
@FunctionalInterface
public interface LoopObservers {
  /**
   * The observer of an event loop.
   *
   * @param loop its index, from 0
   */
  LoopObserver forLoop(int loop);

  /** Takes note of what is decided for all event loops. */
  default ResilienceObserver resilience() {
    return ResilienceObserver.NONE;
  }
}
