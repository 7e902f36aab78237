package io.sluice.deploy.supervisor;

import io.sluice.deploy.suite.ProcessSpec;
import java.util.List;

/**
 * What the supervisor tells of its suite, in {@code run/status.json}.
 *
 * @param phase where the suite stands
 * @param startedAt when the supervisor started, milliseconds of the epoch
 * @param readyAt when every process was ready for the first time, or 0
 * @param processes one entry a process
 */
public record RunState(Phase phase, long startedAt, long readyAt, List<ProcessState> processes) {

  /** Where a suite stands. */
  public enum Phase {
    /** Not every process has been ready yet. */
    STARTING,
    /** Every process has been ready. */
    RUNNING,
    /** It is being stopped. */
    STOPPING
  }

  /** Where a process stands. */
  public enum State {
    /** Waits for what it needs. */
    WAITING,
    /** Runs, but does not say yet that it is ready. */
    STARTING,
    /** Has said that it is ready. */
    READY,
    /** Ended, and will be started again soon. */
    RESTARTING,
    /** Ended on purpose. */
    STOPPED
  }

  /**
   * One process.
   *
   * @param name its name in the suite
   * @param role what it is
   * @param state where it stands
   * @param id which process, or null when none runs
   * @param port the port shown to a person
   * @param startedAt when it started, milliseconds of the epoch, or 0
   * @param startMillis from start to ready; 0 before that
   * @param restarts how often it was started again
   * @param lastEnd how it ended last, or null
   * @param nativeExecutable whether it is one
   */
  public record ProcessState(
      String name,
      ProcessSpec.Role role,
      State state,
      ProcessId id,
      int port,
      long startedAt,
      long startMillis,
      int restarts,
      String lastEnd,
      boolean nativeExecutable) {}
}
