package io.sluice.deploy.cli;

import io.sluice.deploy.UserError;
import io.sluice.deploy.suite.ProcessSpec.Role;
import io.sluice.deploy.suite.StateFolder;
import io.sluice.deploy.supervisor.PidFile;
import io.sluice.deploy.supervisor.RunState;
import io.sluice.deploy.supervisor.RunState.ProcessState;
import io.sluice.deploy.supervisor.RunState.State;
import io.sluice.deploy.supervisor.Supervisor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Says which processes have become ready, until all are or one cannot. */
final class StartProgress {
  private static final int LONGEST_SECONDS = 180;
  private static final int POLL_MILLIS = 50;

  /** A process that ended this often before it was ready will not become so. */
  private static final int ENDS = 3;

  /** After so long without news it is said what is waited for. */
  private static final int QUIET_SECONDS = 10;

  private static final int LOG_LINES = 15;
  private static final int LOG_COLUMNS = 240;
  private static final double MILLIS = 1000.0;

  private final StateFolder folder;
  private final PrintWriter out;
  private final Set<String> said = new HashSet<>();
  private long lastSaid = System.nanoTime();

  StartProgress(StateFolder folder, PrintWriter out) {
    this.folder = folder;
    this.out = out;
  }

  /**
   * Waits for a suite that starts.
   *
   * @param fromStart false leaves out what is ready already
   * @throws UserError when it does not start; nothing is left running then
   */
  void await(boolean fromStart) {
    if (!fromStart) {
      Supervisor.lastState(folder).processes().stream()
          .filter(process -> process.state() == State.READY)
          .forEach(process -> said.add(process.name()));
    }
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    try {
      while (true) {
        RunState run = Supervisor.lastState(folder);
        run.processes().forEach(this::say);
        if (Supervisor.allReady(run)) {
          return;
        }
        sayWhatIsWaitedFor(run);
        failIfHopeless(run, deadline);
        never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError("Interrupted; the suite goes on starting. See «./sluice status».", e);
    }
  }

  private void say(ProcessState process) {
    if (process.state() == State.READY && said.add(process.name())) {
      String how =
          process.startMillis() == 0
              ? "runs on           "
              : String.format(Locale.ROOT, "ready after %5.1f s", process.startMillis() / MILLIS);
      out.printf(
          "  %-10s %s  127.0.0.1:%d%s%n",
          process.name(), how, process.port(), process.nativeExecutable() ? "  native" : "");
      out.flush();
      lastSaid = System.nanoTime();
    } else if (process.state() == State.RESTARTING
        && said.add(process.name() + process.restarts())) {
      out.printf("  %-10s %s, starts again%n", process.name(), process.lastEnd());
      out.flush();
    }
  }

  private void sayWhatIsWaitedFor(RunState run) {
    if (System.nanoTime() - lastSaid > TimeUnit.SECONDS.toNanos(QUIET_SECONDS)) {
      out.println("  waiting for " + String.join("; ", late(run)));
      out.flush();
      lastSaid = System.nanoTime();
    }
  }

  private static List<String> late(RunState run) {
    return run.processes().stream()
        .filter(process -> process.state() != State.READY)
        .map(process -> process.name() + " (" + why(process) + ")")
        .toList();
  }

  private static String why(ProcessState process) {
    return process.role() == Role.DATABASE ? "starts" : Readiness.why(process.port());
  }

  private void failIfHopeless(RunState run, long deadline) {
    for (ProcessState process : run.processes()) {
      if (process.state() != State.READY && process.restarts() >= ENDS) {
        fail(process.name() + " does not start: " + process.lastEnd(), process.name());
      }
    }
    if (new PidFile(folder, Supervisor.NAME).running().isEmpty()) {
      fail("The supervisor ended.", Supervisor.NAME);
    }
    if (System.nanoTime() > deadline) {
      fail(
          "Not ready after " + LONGEST_SECONDS + " s: " + String.join("; ", late(run)),
          run.processes().stream()
              .filter(process -> process.state() != State.READY)
              .map(ProcessState::name)
              .findFirst()
              .orElse(Supervisor.NAME));
    }
  }

  private void fail(String why, String process) {
    UpCommand.abandon(folder, out);
    throw new UserError(why + "\n" + end(folder.log(process)));
  }

  private static String end(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return "The end of "
          + log
          + ":\n"
          + lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()).stream()
              .map(line -> "  " + line.substring(0, Math.min(line.length(), LOG_COLUMNS)))
              .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return "It has no log (" + log + ").";
    }
  }
}
