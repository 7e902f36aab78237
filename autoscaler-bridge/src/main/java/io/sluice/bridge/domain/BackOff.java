package io.sluice.bridge.domain;

import java.time.Duration;

/** How long to wait before an event is tried again. */
public final class BackOff {
  private static final Duration FIRST = Duration.ofMillis(200);

  /** A registry that comes back after an hour shall not be waited for much longer. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private static final int DOUBLINGS = 10;

  private BackOff() {}

  /** The wait after this many attempts, 1 or more. */
  public static Duration after(int attempts) {
    Duration wait = FIRST.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS));
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }
}
