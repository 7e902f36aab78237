package io.sluice.e2e.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Latencies at a fixed rate, µs.
 *
 * @param answers how many there are
 * @param unanswered requests that had no answer one second after the last was due
 * @param late99 99 % of the requests left the client at most so much after they were due: what of
 *     the latencies may be the client's own
 */
record Latencies(
    double p50, double p99, double p999, long answers, long unanswered, double late99) {
  private static final Pattern LINE =
      Pattern.compile(
          "latencies p50=([0-9.]+) p99=([0-9.]+) p999=([0-9.]+) answers=(\\d+) unanswered=(\\d+)"
              + " late99=([0-9.]+)");

  /** As text that {@link #of} reads. */
  String line() {
    return String.format(
        Locale.ROOT,
        "latencies p50=%.1f p99=%.1f p999=%.1f answers=%d unanswered=%d late99=%.1f",
        p50,
        p99,
        p999,
        answers,
        unanswered,
        late99);
  }

  /**
   * Reads what {@link FixedRateClient} wrote.
   *
   * @throws IllegalStateException when it failed
   */
  static Latencies of(String output) {
    Matcher line = LINE.matcher(output);
    if (!line.find()) {
      throw new IllegalStateException("the fixed-rate client failed:\n" + output);
    }
    return new Latencies(
        Double.parseDouble(line.group(1)),
        Double.parseDouble(line.group(2)),
        Double.parseDouble(line.group(3)),
        Long.parseLong(line.group(4)),
        Long.parseLong(line.group(5)),
        Double.parseDouble(line.group(6)));
  }
}
