package io.sluice.e2e.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The table of the page: rows of workloads, and under it how each was measured. */
final class BenchTable {
  /** Marks of the part of the page. */
  static final String PART = "bench";

  static final List<String> HEAD =
      List.of(
          "| work | gateway | a second | CPU of the gateway | Sluice's CPU to its | p50 ms | p99 ms"
              + " | p99.9 ms | RSS MiB |",
          "| --- | --- | --- | --- | --- | --- | --- | --- | --- |");

  private static final double KIB_PER_MIB = 1024;

  private BenchTable() {}

  /** The rows of one workload. */
  static List<String> rows(Workload workload, List<Result> results) {
    Optional<Result> sluice =
        results.stream().filter(result -> result.subject().equals(Subject.SLUICE)).findFirst();
    return results.stream().map(result -> row(workload, result, sluice)).toList();
  }

  private static String row(Workload workload, Result result, Optional<Result> sluice) {
    boolean gateway = !result.subject().equals(Subject.DIRECT);
    return row(
        workload.title(),
        result.subject(),
        number(result.perSecond()),
        gateway
            ? number(result.cpuMicrosPerRequest() / workload.units()) + " µs a " + workload.unit()
            : "",
        gateway && sluice.isPresent()
            ? String.format(
                Locale.ROOT,
                "%.2f",
                sluice.get().cpuMicrosPerRequest() / result.cpuMicrosPerRequest())
            : "",
        millis(result, Latencies::p50),
        millis(result, Latencies::p99),
        millis(result, Latencies::p999),
        gateway ? number(result.rssKiB() / KIB_PER_MIB) : "");
  }

  /**
   * The part of the page with new rows and notes in place of older ones of the same workloads.
   *
   * @param old the part's lines until now
   * @param fresh rows and notes of this run; a note is {@code - title: …}
   */
  static List<String> merged(List<String> old, List<String> fresh) {
    List<String> lines = new ArrayList<>(HEAD);
    List<String> notes = new ArrayList<>();
    for (Workload workload : Workload.ALL) {
      String row = "| " + workload.title() + " |";
      String note = "- " + workload.title() + ": ";
      List<String> source = fresh.stream().anyMatch(line -> line.startsWith(row)) ? fresh : old;
      source.stream().filter(line -> line.startsWith(row)).forEach(lines::add);
      source.stream().filter(line -> line.startsWith(note)).forEach(notes::add);
    }
    lines.add("");
    lines.addAll(notes);
    return lines;
  }

  static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String millis(Result result, ToDoubleFunction<Latencies> number) {
    return result.latencies().isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%.2f", Medians.of(result.latencies(), number) / 1e3);
  }

  /** Three digits that count. */
  static String number(double value) {
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
