package io.sluice.gateway.resilience;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many requests ended within the last seconds on one event loop, and how many of them failed.
 * That loop alone counts; other threads may read, so that several loops' numbers are added without
 * a lock. A reader may miss what is counted at that moment.
 */
final class Outcomes {
  private static final int SLOTS = 10;

  /** Of each slot the period of time that it is for, and what ended in it. */
  private final AtomicLongArray periods = new AtomicLongArray(SLOTS);

  private final AtomicLongArray requests = new AtomicLongArray(SLOTS);
  private final AtomicLongArray failures = new AtomicLongArray(SLOTS);
  private final long slotNanos;

  /**
   * Nothing ended yet.
   *
   * @param windowNanos how long what ended counts, exact to a tenth
   */
  Outcomes(long windowNanos) {
    this.slotNanos = windowNanos / SLOTS;
  }

  boolean isFor(long windowNanos) {
    return slotNanos == windowNanos / SLOTS;
  }

  void ended(boolean failed, long now) {
    long period = Math.floorDiv(now, slotNanos);
    int slot = (int) Math.floorMod(period, (long) SLOTS);
    if (periods.getPlain(slot) != period) {
      requests.setRelease(slot, 0);
      failures.setRelease(slot, 0);
      periods.setRelease(slot, period);
    }
    requests.setRelease(slot, requests.getPlain(slot) + 1);
    if (failed) {
      failures.setRelease(slot, failures.getPlain(slot) + 1);
    }
  }

  /** Requests that ended in slots that began after a moment. */
  long requests(long after, long now) {
    return sum(requests, after, now);
  }

  /** Those of them that failed. */
  long failures(long after, long now) {
    return sum(failures, after, now);
  }

  private long sum(AtomicLongArray counts, long after, long now) {
    long newest = Math.floorDiv(now, slotNanos);
    long sum = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      long period = periods.getAcquire(slot);
      if (newest - period < SLOTS && period * slotNanos - after >= 0) {
        sum += counts.getAcquire(slot);
      }
    }
    return sum;
  }
}
