package io.sluice.deploy.supervisor;

import java.time.Duration;

/** How long to wait before a process that ended is started again. */
final class BackOff {
  static final Duration FIRST = Duration.ofMillis(200);
  static final Duration LONGEST = Duration.ofSeconds(5);

  /** A process that ran this long has not failed at start: its next end is a new matter. */
  static final Duration STEADY = Duration.ofSeconds(30);

  private Duration next = FIRST;

  /**
   * The wait after a run; each short run doubles it.
   *
   * @param ran how long the process ran
   */
  Duration after(Duration ran) {
    if (ran.compareTo(STEADY) >= 0) {
      next = FIRST;
    }
    Duration wait = next;
    next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
    return wait;
  }
}
