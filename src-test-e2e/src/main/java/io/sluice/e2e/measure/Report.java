package io.sluice.e2e.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** A Markdown table of measured numbers, printed and kept in a page between two marks. */
final class Report {
  private static final double MICROS_PER_MILLI = 1e3;

  private final String name;
  private final List<String> lines = new ArrayList<>();
  private final String loadBefore = Machine.loadAverage();

  /**
   * A report.
   *
   * @param name names the marks in the page: {@code <!-- name -->} and {@code <!-- /name -->}
   * @param columns the table's head
   */
  Report(String name, String... columns) {
    this.name = name;
    lines.add("| " + String.join(" | ", columns) + " |");
    lines.add("|" + " --- |".repeat(columns.length));
  }

  static Histogram histogram() {
    return new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
  }

  static long microsSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - nanos);
  }

  void row(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
    System.err.println(String.join(": ", cells));
  }

  /** Adds the quantiles of a histogram of microseconds. */
  void quantiles(String what, Histogram micros) {
    row(
        what,
        Long.toString(micros.getTotalCount()),
        millis(micros.getValueAtPercentile(50)),
        millis(micros.getValueAtPercentile(90)),
        millis(micros.getValueAtPercentile(99)),
        millis(micros.getMaxValue()));
  }

  static String millis(long micros) {
    return millis(micros, 1);
  }

  static String millis(long micros, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", micros / MICROS_PER_MILLI);
  }

  static String seconds(long micros) {
    return String.format(Locale.ROOT, "%.1f", micros / MICROS_PER_MILLI / MICROS_PER_MILLI);
  }

  /**
   * Prints the table, and with {@code --write} puts it in {@code docs/performance.md}.
   *
   * @param arguments of the command
   */
  void publish(String... arguments) throws IOException {
    publishIn(Page.PERFORMANCE, arguments);
  }

  /**
   * Prints the table, and with {@code --write} puts it in a page.
   *
   * @param page a file of {@code docs}
   * @param arguments of the command
   */
  void publishIn(String page, String... arguments) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(machine());
    all.add("");
    all.addAll(lines);
    all.forEach(System.out::println);
    if (List.of(arguments).contains("--write")) {
      Page.write(page, name, all);
    }
  }

  private String machine() throws IOException {
    return "Measured on "
        + Machine.description()
        + ", client, targets and suite on the same machine, whose load average was "
        + loadBefore
        + " before.";
  }
}
