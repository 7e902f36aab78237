package io.sluice.gateway.balancing;

import java.util.Collection;

/**
 * Lets the share of a target grow that becomes eligible while another has been so for the whole
 * time of a slow start: from a floor, in proportion to time. Where all are as new, as in a service
 * just made or a gateway just started, nothing would be spared by it, and all get their shares.
 */
final class SlowStart {
  /** Less would leave a target of small weight without any request to warm up by. */
  static final int FLOOR_PERCENT = 10;

  private static final long SECOND = 1_000_000_000L;

  private boolean growing;

  /**
   * Takes note of which targets are eligible now.
   *
   * @param seconds how long a share grows, or 0 for not at all
   * @param now nanoseconds of the monotonic clock
   */
  void targetsChanged(Collection<LoopEndpoint> targets, int seconds, long now) {
    long whole = seconds * SECOND;
    boolean grown =
        seconds > 0
            && targets.stream()
                .anyMatch(target ->
                    target.inUse()
                        && target.endpoint().eligible()
                        && now - target.inUseSince() >= whole);
    for (LoopEndpoint target : targets) {
      if (!target.endpoint().eligible()) {
        target.leave();
      } else if (!target.inUse()) {
        target.enter(now, grown);
        growing |= grown;
      }
    }
    advance(targets, seconds, now);
  }

  /**
   * Gives targets what they have grown to.
   *
   * @return whether any has changed
   */
  boolean advance(Collection<LoopEndpoint> targets, int seconds, long now) {
    if (!growing) {
      return false;
    }
    boolean changed = false;
    growing = false;
    for (LoopEndpoint target : targets) {
      if (target.percent() < 100 || target.grows()) {
        changed |= target.grown(percent(now - target.inUseSince(), seconds));
        growing |= target.grows();
      }
    }
    return changed;
  }

  private static int percent(long nanos, int seconds) {
    long whole = seconds * SECOND;
    return nanos >= whole ? 100 : Math.max(FLOOR_PERCENT, (int) (nanos * 100.0 / whole));
  }
}
