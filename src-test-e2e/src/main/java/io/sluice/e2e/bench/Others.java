package io.sluice.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells how much CPU time processes outside of the benchmark take while it measures: a run beside a
 * build, say, is worth nothing.
 *
 * @param own processes of the benchmark that run all the time; children of this one that end count
 *     too
 */
record Others(List<Long> own) {
  /** The share of one core that others may take, 0-1. */
  static final double TOLERABLE = 0.1;

  /** What a run gave, and the share of one core that others took meanwhile, 0-1. */
  record Observed<T>(T result, double share) {
    boolean tolerable() {
      return share <= TOLERABLE;
    }
  }

  /** Watches the machine while something runs. */
  <T> Observed<T> watch(Supplier<T> run) {
    long began = System.nanoTime();
    long machine = machineMicros(statistics());
    long ours = ownMicros();
    T result = run.get();
    long others = machineMicros(statistics()) - machine - (ownMicros() - ours);
    return new Observed<>(result, Math.max(0, others * 1e3 / (System.nanoTime() - began)));
  }

  private long ownMicros() {
    return Usage.cpuMicros(own) + Usage.withChildrenMicros(ProcessHandle.current().pid());
  }

  /**
   * CPU time of all cores since the machine began, µs.
   *
   * @param statistics {@code /proc/stat}
   */
  static long machineMicros(String statistics) {
    String[] fields = statistics.lines().findFirst().orElseThrow().split("\\s+");
    long ticks = 0;
    // user, nice, system; then idle and waiting for disks; then interrupts, hard and soft.
    for (int field : new int[] {1, 2, 3, 6, 7}) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks * Usage.TICK_MICROS;
  }

  private static String statistics() {
    try {
      return Files.readString(Path.of("/proc/stat"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
