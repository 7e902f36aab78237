package io.sluice.e2e.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Signals to single processes, and what the kernel tells of them. */
public final class Processes {
  private Processes() {}

  /** Sends a signal: {@code KILL}, {@code TERM}, {@code STOP}, {@code CONT}. */
  public static void signal(long pid, String signal) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
      if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException("kill -" + signal + " " + pid + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Kills without warning and waits until the process is gone. */
  public static void kill(long pid) {
    signal(pid, "KILL");
    awaitEnd(pid, Duration.ofSeconds(10));
  }

  /** Waits until a process has ended. */
  public static void awaitEnd(long pid, Duration longest) {
    Site.await("end of process " + pid).atMost(longest).until(() -> !isAlive(pid));
  }

  /**
   * Whether a process runs. One that has ended and was not waited for by its parent does not; one
   * whose first thread has ended but not its others still holds its sockets.
   */
  public static boolean isAlive(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> threads = Files.list(process.resolve("task"))) {
      String stat = Files.readString(process.resolve("stat"));
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return (state != 'Z' && state != 'X') || threads.count() > 1;
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /** Resident memory in MiB. */
  public static long rssMiB(long pid) {
    return status(pid, "VmRSS:") / 1024;
  }

  /** The most resident memory the process ever had, in MiB. */
  public static long peakRssMiB(long pid) {
    return status(pid, "VmHWM:") / 1024;
  }

  private static long status(long pid, String field) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith(field)) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
