package io.sluice.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says that processes have used, all their threads together. */
final class Usage {
  /** The unit of CPU times in {@code /proc}, 1/100 s on every Linux of today. */
  private static final long TICK_MICROS = 10_000;

  private Usage() {}

  /** CPU time since the processes began, in user and kernel, µs. */
  static long cpuMicros(List<Long> processes) {
    long micros = 0;
    for (long pid : processes) {
      micros += cpuMicros(read(pid, "stat"));
    }
    return micros;
  }

  /**
   * CPU time of one process.
   *
   * @param stat its {@code /proc/PID/stat}
   */
  static long cpuMicros(String stat) {
    // The program's name stands in brackets and may hold spaces and brackets.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MICROS;
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
