package io.sluice.gateway.http2;

import java.util.Arrays;

/** Counts what a peer does that costs it less than this side, in windows of ten seconds. */
public final class FloodGuard {
  private static final long WINDOW_NANOS = 10_000_000_000L;

  private final int[] counts = new int[Flood.values().length];
  private final int[] earned = new int[Flood.values().length];
  private long windowBegan;
  private int answers;

  /**
   * Nothing has happened yet.
   *
   * @param now nanoseconds of a monotonic clock
   */
  public FloodGuard(long now) {
    windowBegan = now;
  }

  /** An answer was finished. */
  public void answered() {
    answers++;
  }

  /** Something happened that allows so many more of a kind. */
  public void earn(Flood kind, int more) {
    earned[kind.ordinal()] += more;
  }

  /** Something happened; true when it is too much. */
  public boolean tooMuch(Flood kind, long now) {
    if (now - windowBegan > WINDOW_NANOS) {
      windowBegan = now;
      answers = 0;
      Arrays.fill(counts, 0);
      Arrays.fill(earned, 0);
    }
    int i = kind.ordinal();
    return ++counts[i] > kind.allowed + (long) answers * kind.perAnswer + earned[i];
  }
}
