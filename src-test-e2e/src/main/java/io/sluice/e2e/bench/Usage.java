package io.sluice.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says that processes have used, all their threads together. */
final class Usage {
  /** The unit of CPU times in {@code /proc}, 1/100 s on every Linux of today. */
  static final long TICK_MICROS = 10_000;

  /** Places in {@code stat} after the program's name. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private Usage() {}

  /** CPU time since the processes began, in user and kernel, µs. */
  static long cpuMicros(List<Long> processes) {
    long micros = 0;
    for (long pid : processes) {
      micros += cpuMicros(read(pid, "stat"));
    }
    return micros;
  }

  /** CPU time of a process and of its children that have ended, µs. */
  static long withChildrenMicros(long pid) {
    return ticks(read(pid, "stat"), USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM) * TICK_MICROS;
  }

  /**
   * CPU time of one process, µs.
   *
   * @param stat its {@code /proc/PID/stat}
   */
  static long cpuMicros(String stat) {
    return ticks(stat, USER, SYSTEM) * TICK_MICROS;
  }

  private static long ticks(String stat, int... places) {
    // The program's name stands in brackets and may hold spaces and brackets.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long sum = 0;
    for (int place : places) {
      sum += Long.parseLong(fields[place]);
    }
    return sum;
  }

  /** Resident memory, KiB. */
  static long rssKiB(List<Long> processes) {
    long sum = 0;
    for (long pid : processes) {
      sum +=
          read(pid, "status")
              .lines()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum();
    }
    return sum;
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " is gone", e);
    }
  }
}
