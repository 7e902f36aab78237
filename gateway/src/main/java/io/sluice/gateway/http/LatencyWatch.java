package io.sluice.gateway.http;

import io.sluice.gateway.balancing.LoopEndpoint;

/**
 * Tells a target's balancer how long an attempt took, if its algorithm wants to know; else it reads
 * no clock.
 */
final class LatencyWatch {
  private boolean on;
  private long since;

  /** An attempt begins; nanoseconds of the monotonic clock, or 0. */
  long begin(boolean wanted) {
    on = wanted;
    since = wanted ? System.nanoTime() : 0;
    return since;
  }

  /** More is being sent; the target cannot be expected to answer before it. */
  void sending() {
    if (on) {
      since = System.nanoTime();
    }
  }

  /** The answer has begun. */
  void answered(LoopEndpoint target, int status) {
    if (on) {
      on = false;
      long now = System.nanoTime();
      if (status >= 500 || status == 429) {
        target.failed(now);
      } else {
        target.answered(now - since, now);
      }
    }
  }

  /** The attempt failed. */
  void failed(LoopEndpoint target) {
    if (on) {
      on = false;
      target.failed(System.nanoTime());
    }
  }

  /** The answer is not waited for any longer. */
  void abandoned(LoopEndpoint target) {
    if (on) {
      on = false;
      long now = System.nanoTime();
      target.abandoned(now - since, now);
    }
  }
}
