package io.sluice.deploy.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * One process for certain: a number alone may belong to any other process after the first has
 * ended.
 *
 * @param pid its number
 * @param started when it started: in clock ticks since boot where {@code /proc} tells, else in
 *     milliseconds
 */
public record ProcessId(long pid, long started) {
  private static final int START_TIME_FIELD = 22;

  /** The identity of a process that runs, or empty when it is gone. */
  public static Optional<ProcessId> of(long pid) {
    return startTime(pid).map(started -> new ProcessId(pid, started));
  }

  /** The process, when it still runs. */
  public Optional<ProcessHandle> alive() {
    return startTime(pid)
        .filter(now -> now == started)
        .flatMap(same -> ProcessHandle.of(pid))
        .filter(ProcessHandle::isAlive);
  }

  private static Optional<Long> startTime(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The second field is the program's name in parentheses and may hold spaces.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean ended = fields[0].equals("Z") || fields[0].equals("X");
      return ended ? Optional.empty() : Optional.of(Long.parseLong(fields[START_TIME_FIELD - 3]));
    } catch (IOException e) {
      if (Files.exists(Path.of("/proc/self/stat"))) {
        return Optional.empty();
      }
      return ProcessHandle.of(pid)
          .flatMap(handle -> handle.info().startInstant())
          .map(Instant::toEpochMilli);
    }
  }

  /** Resident memory in bytes, or empty when the process is gone or the system does not tell. */
  public static Optional<Long> residentBytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
