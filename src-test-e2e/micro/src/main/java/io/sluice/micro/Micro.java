package io.sluice.micro;

import io.sluice.e2e.measure.Machine;
import io.sluice.e2e.measure.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs all micro benchmarks and prints their table; {@code --write} puts it into the page. */
public final class Micro {
  private static final String PART = "bench-micro";
  private static final int WARM_UPS = 3;
  private static final int ROUNDS = 5;

  private Micro() {}

  /** Arguments: {@code --write} or none. */
  public static void main(String[] arguments) throws RunnerException, IOException {
    String loadBefore = Machine.loadAverage();
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .forks(1)
                    .warmupIterations(WARM_UPS)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(ROUNDS)
                    .measurementTime(TimeValue.seconds(1))
                    .jvmArgsAppend("-XX:+UseSerialGC")
                    .addProfiler(GCProfiler.class)
                    .build())
            .run();
    List<String> lines = new ArrayList<>();
    lines.add(
        "JMH, one fork, "
            + ROUNDS
            + " rounds of 1 s, on "
            + Machine.description()
            + ", load average "
            + loadBefore
            + " before.");
    lines.add("");
    lines.add("| what | ns | ± | bytes of heap |");
    lines.add("| --- | --- | --- | --- |");
    results.forEach(result -> lines.add(row(result)));
    lines.forEach(System.out::println);
    if (List.of(arguments).contains("--write")) {
      Page.write(PART, lines);
    }
  }

  private static String row(RunResult run) {
    Result<?> time = run.getPrimaryResult();
    String benchmark = run.getParams().getBenchmark();
    String[] names = benchmark.split("\\.");
    String parameters =
        run.getParams().getParamsKeys().stream()
            .map(key -> ", " + key + " " + run.getParams().getParam(key))
            .collect(Collectors.joining());
    Result<?> heap = run.getSecondaryResults().get("gc.alloc.rate.norm");
    return String.format(
        Locale.ROOT,
        "| %s.%s%s | %.1f | %.1f | %.0f |",
        names[names.length - 2],
        names[names.length - 1],
        parameters,
        time.getScore(),
        time.getScoreError(),
        heap == null ? 0 : heap.getScore());
  }
}
