package io.sluice.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that are run to their end, and the cores they run on. */
final class Commands {
  /** The core of load generators and backend. */
  static final int LOAD_CORE = 0;

  /** The core of the gateway that is measured. */
  static final int GATEWAY_CORE = 1;

  private Commands() {}

  /** A command that runs on one core only. */
  static List<String> pinned(int core, List<String> command) {
    List<String> all = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    all.addAll(command);
    return all;
  }

  /** Puts a running process, all its threads and their children to come on one core. */
  static void pin(int core, long pid) {
    run(List.of("taskset", "-a", "-p", "-c", Integer.toString(core), Long.toString(pid)));
  }

  /** Runs a command and gives what it wrote; fails when it fails. */
  static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ":\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
