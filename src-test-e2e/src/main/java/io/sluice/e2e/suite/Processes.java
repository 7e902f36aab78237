package io.sluice.e2e.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

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

  /** Whether a process runs; one that has ended and was not waited for by its parent does not. */
  public static boolean isAlive(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state != 'Z' && state != 'X';
    } catch (IOException e) {
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
