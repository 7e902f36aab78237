package io.sluice.e2e;

import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What tests tell of the numbers they saw; no test asserts one. */
final class Measured {
  private static final System.Logger LOG = System.getLogger("sluice.e2e");

  private Measured() {}

  /** How long a phase of load lasts, by {@code -Dsluice.e2e.seconds}. */
  static Duration phase() {
    return Duration.ofSeconds(Integer.getInteger("sluice.e2e.seconds", 12));
  }

  static void tell(String format, Object... values) {
    LOG.log(System.Logger.Level.INFO, String.format(Locale.ROOT, format, values));
  }

  static void tell(String what, Histogram micros) {
    tell(
        "%s: %d times, ms p50 %.1f p90 %.1f p99 %.1f max %.1f",
        what,
        micros.getTotalCount(),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(90) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3);
  }
}
