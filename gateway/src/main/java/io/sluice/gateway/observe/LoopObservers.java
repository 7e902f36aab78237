package io.sluice.gateway.observe;

/** Gives each event loop its observer. */
@FunctionalInterface
public interface LoopObservers {
  /**
   * The observer of an event loop.
   *
   * @param loop its index, from 0
   */
  LoopObserver forLoop(int loop);
}
