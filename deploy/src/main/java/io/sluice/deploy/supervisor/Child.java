package io.sluice.deploy.supervisor;

import io.sluice.deploy.supervisor.RunState.ProcessState;
import io.sluice.deploy.supervisor.RunState.State;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps one program running: starts it, starts it again when it ends, and ends it in order. One
 * thread owns the process from start to end, so that a stop never meets a half-started one; it
 * keeps the supervisor alive.
 */
final class Child {
  /** How often a process is looked at while it starts, or when it is no child of ours. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Program program;
  private final PidFile pidFile;
  private final Runnable changed;
  private final BackOff backOff = new BackOff();
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final Thread thread;
  private volatile ProcessState state;

  /**
   * @param changed called after each change of {@link #state()}
   */
  Child(Program program, PidFile pidFile, Runnable changed) {
    this.program = program;
    this.pidFile = pidFile;
    this.changed = changed;
    this.state =
        new ProcessState(
            program.name(),
            program.role(),
            State.WAITING,
            null,
            program.port(),
            0,
            0,
            0,
            null,
            program.nativeExecutable());
    this.thread = Thread.ofPlatform().name("child-" + program.name()).unstarted(this::run);
  }

  ProcessState state() {
    return state;
  }

  void start() {
    thread.start();
  }

  /** Completes when the process is ready for the first time. */
  CompletableFuture<Void> firstReady() {
    return firstReady;
  }

  /** Asks for an orderly end; {@link #awaitStopped} waits for it. */
  void stop() {
    stop.complete(null);
  }

  void awaitStopped() throws InterruptedException {
    if (thread.getState() != Thread.State.NEW) {
      thread.join();
    }
  }

  private void run() {
    int starts = 0;
    while (!stop.isDone()) {
      long begin = System.nanoTime();
      String end;
      try {
        end = live(starts);
      } catch (IOException | RuntimeException e) {
        end = "not started: " + e.getMessage();
      }
      starts++;
      if (!stop.isDone()) {
        update(State.RESTARTING, null, 0, 0, starts, end);
        waitForStop(backOff.after(Duration.ofNanos(System.nanoTime() - begin)));
      }
    }
    update(State.STOPPED, null, 0, 0, Math.max(0, starts - 1), state.lastEnd());
  }

  /** One life of the process; returns how it ended. */
  private String live(int restarts) throws IOException {
    Optional<PidFile.Entry> left = pidFile.running();
    boolean adopted = left.isPresent() && left.get().command() == program.fingerprint();
    if (left.isPresent() && !adopted) {
      left.get().id().alive().ifPresent(this::end);
    }
    long startedAt = adopted ? left.get().startedAt() : System.currentTimeMillis();
    ProcessHandle process = adopted ? left.get().id().alive().orElseThrow() : program.launch();
    ProcessId id =
        ProcessId.of(process.pid()).orElseThrow(() -> new IOException("it ended at once"));
    pidFile.write(
        new PidFile.Entry(program.name(), id, program.role(), program.fingerprint(), startedAt));
    update(State.STARTING, id, startedAt, 0, restarts, state.lastEnd());
    boolean ready = false;
    while (!waitForStop(LOOK) && id.alive().isPresent()) {
      if (!ready && program.ready()) {
        ready = true;
        long took = adopted ? 0 : System.currentTimeMillis() - startedAt;
        update(State.READY, id, startedAt, took, restarts, state.lastEnd());
        firstReady.complete(null);
      }
    }
    if (stop.isDone()) {
      end(process);
    }
    pidFile.delete();
    return program.lastEnd();
  }

  private void end(ProcessHandle process) {
    program.askToEnd(process);
    try {
      process.onExit().get(program.role().stopSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits; true when it is time to stop. */
  private boolean waitForStop(Duration longest) {
    try {
      stop.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void update(
      State now, ProcessId id, long startedAt, long startMillis, int restarts, String lastEnd) {
    state =
        new ProcessState(
            program.name(),
            program.role(),
            now,
            id,
            program.port(),
            startedAt,
            startMillis,
            restarts,
            lastEnd,
            program.nativeExecutable());
    changed.run();
  }
}
