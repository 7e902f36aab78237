package io.sluice.deploy.cli;

import java.util.Locale;

/** Numbers as a person reads them. */
final class Texts {
  private static final double NANOS = 1e9;

  private Texts() {}

  /** Seconds since a {@link System#nanoTime()}. */
  static String seconds(long begin) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / NANOS);
  }
}
