package io.sluice.deploy.supervisor;

import io.sluice.deploy.suite.ProcessSpec.Role;
import io.sluice.deploy.suite.StateFolder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Ends a suite from outside, with or without a supervisor that lives. */
public final class Stopping {
  /** Seconds for the supervisor: more than every role may take, one after another. */
  private static final int SUPERVISOR_SECONDS =
      Stream.of(Role.values()).mapToInt(Role::stopSeconds).sum() + 10;

  private Stopping() {}

  /**
   * Ends the supervisor, which ends its processes in order; then whatever still runs.
   *
   * @param say takes progress lines
   * @return whether anything ran
   */
  public static boolean stop(StateFolder state, Consumer<String> say) {
    Optional<ProcessHandle> supervisor =
        new PidFile(state, Supervisor.NAME).running().flatMap(entry -> entry.id().alive());
    supervisor.ifPresent(handle -> {
      handle.destroy();
      awaitEnd(handle, SUPERVISOR_SECONDS);
    });
    new PidFile(state, Supervisor.NAME).delete();
    List<PidFile.Entry> left = PidFile.running(state);
    if (!left.isEmpty()) {
      say.accept(
          "No supervisor lives; ending "
              + String.join(", ", left.stream().map(PidFile.Entry::name).toList()));
    }
    for (Role role : Role.values()) {
      List<PidFile.Entry> ending = left.stream().filter(entry -> entry.role() == role).toList();
      ending.forEach(entry -> entry.id().alive().ifPresent(handle -> askToEnd(role, handle)));
      for (PidFile.Entry entry : ending) {
        entry.id().alive().ifPresent(handle -> awaitEnd(handle, role.stopSeconds()));
        new PidFile(state, entry.name()).delete();
      }
    }
    return supervisor.isPresent() || !left.isEmpty();
  }

  private static void askToEnd(Role role, ProcessHandle process) {
    if (role == Role.DATABASE) {
      Signals.interrupt(process);
    } else {
      process.destroy();
    }
  }

  private static void awaitEnd(ProcessHandle process, int seconds) {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
