package io.sluice.deploy.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.suite.ProcessSpec.Role;
import io.sluice.deploy.suite.StateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StoppingIT {
  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private StateFolder state;

  @BeforeEach
  void create() {
    state = new StateFolder(folder);
    state.create();
  }

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  private ProcessId start() throws IOException {
    Process process = SleepProgram.start();
    processes.add(process);
    return ProcessId.of(process.pid()).orElseThrow();
  }

  private void record(String name, ProcessId id, Role role) {
    new PidFile(state, name).write(new PidFile.Entry(name, id, role, 0, 1));
  }

  @Test
  void withoutASupervisorEveryProcessIsEndedByItsPidFile() throws IOException {
    ProcessId gateway = start();
    ProcessId postgres = start();
    record("gateway-1", gateway, Role.GATEWAY);
    record("postgres", postgres, Role.DATABASE);

    boolean ran = Stopping.stop(state, said::add);

    assertThat(ran).isTrue();
    assertThat(gateway.alive()).isEmpty();
    assertThat(postgres.alive()).isEmpty();
    assertThat(PidFile.running(state)).isEmpty();
    assertThat(said).singleElement().asString().contains("gateway-1", "postgres");
  }

  @Test
  void aProcessThatHasOnlyTheNumberOfAnOldOneIsLeftAlone() throws IOException {
    ProcessId other = start();
    record("gateway-1", new ProcessId(other.pid(), other.started() - 1), Role.GATEWAY);

    boolean ran = Stopping.stop(state, said::add);

    assertThat(ran).isFalse();
    assertThat(other.alive()).isPresent();
  }

  @Test
  void nothingRunningIsNoError() {
    assertThat(Stopping.stop(state, said::add)).isFalse();
    assertThat(said).isEmpty();
  }
}
