package io.sluice.deploy.cli;

import io.sluice.deploy.UserError;
import io.sluice.deploy.suite.StateFolder;
import io.sluice.deploy.supervisor.PidFile;
import io.sluice.deploy.supervisor.ProcessId;
import io.sluice.deploy.supervisor.RunState;
import io.sluice.deploy.supervisor.RunState.ProcessState;
import io.sluice.deploy.supervisor.RunState.State;
import io.sluice.deploy.supervisor.Supervisor;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code restart}. */
@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    description =
        "Ends one process of the local suite in order; the supervisor starts it again. A gateway"
            + " finishes what runs first.")
public final class RestartCommand implements Runnable {
  private static final int LONGEST_SECONDS = 120;
  private static final int POLL_MILLIS = 100;

  @Mixin private StateOption state;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PROCESS", description = "As listeners, gateway-1.")
  private String process;

  @Override
  public void run() {
    StateFolder folder = state.folder();
    if (new PidFile(folder, Supervisor.NAME).running().isEmpty()) {
      throw new UserError("The suite in " + folder.path() + " does not run.");
    }
    PidFile.Entry entry =
        new PidFile(folder, process)
            .running()
            .orElseThrow(() -> new UserError(process + " does not run; see «./sluice status»."));
    long begin = System.nanoTime();
    entry.id().alive().ifPresent(ProcessHandle::destroy);
    awaitNew(folder, entry.id());
    spec.commandLine().getOut().println(process + " is ready after " + Texts.seconds(begin) + ".");
  }

  private void awaitNew(StateFolder folder, ProcessId old) {
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    try {
      while (System.nanoTime() < deadline && !never.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        RunState run = Supervisor.lastState(folder);
        Optional<ProcessState> now =
            run.processes().stream().filter(known -> known.name().equals(process)).findFirst();
        if (now.isPresent() && now.get().state() == State.READY && !now.get().id().equals(old)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new UserError(
        process
            + " is not ready after "
            + LONGEST_SECONDS
            + " s; see «./sluice logs "
            + process
            + "».");
  }
}
