package io.sluice.e2e.measure;

import io.sluice.e2e.suite.Launcher;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** A Markdown table of measured numbers, printed and kept in a page between two marks. */
final class Report {
  private static final double MICROS_PER_MILLI = 1e3;

  private final String name;
  private final List<String> lines = new ArrayList<>();
  private final double loadBefore =
      ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();

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
   * Prints the table, and with {@code --write} puts it in the page.
   *
   * @param arguments of the command
   */
  void publish(String... arguments) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(machine());
    all.add("");
    all.addAll(lines);
    all.forEach(System.out::println);
    if (List.of(arguments).contains("--write")) {
      Path page = Launcher.find().project().resolve("docs/performance.md");
      String text = Files.readString(page);
      String begin = "<!-- " + name + " -->";
      String end = "<!-- /" + name + " -->";
      int from = text.indexOf(begin);
      int to = text.indexOf(end);
      if (from < 0 || to < from) {
        throw new IllegalArgumentException(page + " has no " + begin + " … " + end);
      }
      Files.writeString(
          page,
          text.substring(0, from + begin.length())
              + "\n"
              + String.join("\n", all)
              + "\n"
              + text.substring(to));
    }
  }

  private String machine() throws IOException {
    String processor = "unknown processor";
    try (Stream<String> info = Files.lines(Path.of("/proc/cpuinfo"))) {
      processor =
          info.filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse(processor);
    }
    return "Measured on "
        + Runtime.getRuntime().availableProcessors()
        + " cores ("
        + processor
        + "), Linux "
        + System.getProperty("os.version")
        + ", JDK "
        + Runtime.version()
        + ", client, targets and suite on the same machine, whose load average was "
        + String.format(Locale.ROOT, "%.1f", loadBefore)
        + " before.";
  }
}
