package io.sluice.deploy.supervisor;

import io.sluice.deploy.UserError;
import io.sluice.deploy.suite.AppFolder;
import io.sluice.deploy.suite.Layout;
import io.sluice.deploy.suite.ProcessSpec;
import io.sluice.deploy.suite.ProcessSpec.Role;
import io.sluice.deploy.suite.Settings;
import io.sluice.deploy.suite.StateFolder;
import io.sluice.deploy.suite.Token;
import io.sluice.deploy.supervisor.RunState.Phase;
import io.sluice.deploy.supervisor.RunState.ProcessState;
import io.sluice.deploy.supervisor.RunState.State;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The process that starts a local suite, keeps every process of it running, and ends it in order
 * when it gets SIGTERM. It works from the state folder alone.
 */
public final class Supervisor {
  /** Its name among the suite's processes. */
  public static final String NAME = "supervisor";

  private static final Comparator<ProcessState> AS_SHOWN =
      Comparator.comparing((ProcessState process) -> process.role() != Role.DATABASE)
          .thenComparing(ProcessState::port);

  private final StateFolder state;
  private final List<Child> children = new CopyOnWriteArrayList<>();
  private final long startedAt = System.currentTimeMillis();
  private long readyAt;
  private Phase phase = Phase.STARTING;

  public Supervisor(StateFolder state) {
    this.state = state;
  }

  /** What the supervisor of a folder told last, whether it still runs or not. */
  public static RunState lastState(StateFolder state) {
    return state
        .read(statusFile(state), RunState.class)
        .orElse(new RunState(Phase.STARTING, 0, 0, List.of()));
  }

  private static Path statusFile(StateFolder state) {
    return state.run().resolve("status.json");
  }

  /**
   * Starts the suite and returns; it ends with the JVM.
   *
   * @param project the project's root folder, to find the programs
   */
  public void start(Path project) {
    PidFile own = new PidFile(state, NAME);
    if (own.running().isPresent()) {
      throw new UserError("A supervisor runs on " + state.path() + " already.");
    }
    ProcessId id = ProcessId.of(ProcessHandle.current().pid()).orElseThrow();
    own.write(new PidFile.Entry(NAME, id, null, 0, startedAt));
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    LogLimit.watch(state.logs());

    Settings settings =
        state
            .settings()
            .orElseThrow(() -> new UserError("There are no settings in " + state.path()));
    Layout layout = new Layout(settings, state, new AppFolder(project, state));
    if (settings.externalDatabase()) {
      startAll(layout.processes(Token.read(state.databaseUrl())));
    } else {
      startWithPostgres(layout, settings.ports().postgres());
    }
  }

  /**
   * PostgreSQL alone first: what needs it waits for it, and to make a database beside five starting
   * JVMs took a busy machine of two cores 48 s.
   */
  private void startWithPostgres(Layout layout, int port) {
    PostgresProgram postgres = new PostgresProgram(state.root("postgres"), port);
    Child database = add(postgres);
    database.start();
    database.firstReady().thenRun(() -> startAll(layout.processes(postgres.url())));
  }

  private void startAll(List<ProcessSpec> specs) {
    List<Child> started = specs.stream().map(this::service).toList();
    started.forEach(Child::start);
    CompletableFuture.allOf(
            started.stream().map(Child::firstReady).toArray(CompletableFuture[]::new))
        .thenRun(this::allReady);
  }

  private Child service(ProcessSpec spec) {
    return add(new ServiceProgram(spec, state));
  }

  private Child add(Program program) {
    Child child = new Child(program, new PidFile(state, program.name()), this::tell);
    children.add(child);
    tell();
    return child;
  }

  private synchronized void allReady() {
    readyAt = System.currentTimeMillis();
    if (phase == Phase.STARTING) {
      phase = Phase.RUNNING;
    }
    tell();
  }

  private synchronized void tell() {
    state.write(
        statusFile(state),
        new RunState(
            phase,
            startedAt,
            readyAt,
            children.stream().map(Child::state).sorted(AS_SHOWN).toList()));
  }

  private void stop() {
    synchronized (this) {
      phase = Phase.STOPPING;
    }
    try {
      for (Role role : Role.values()) {
        List<Child> ending =
            children.stream().filter(child -> child.state().role() == role).toList();
        ending.forEach(Child::stop);
        for (Child child : ending) {
          child.awaitStopped();
        }
      }
      tell();
      new PidFile(state, NAME).delete();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether every process of the list is ready. */
  public static boolean allReady(RunState run) {
    return run.phase() == Phase.RUNNING
        && run.processes().stream().allMatch(process -> process.state() == State.READY);
  }
}
