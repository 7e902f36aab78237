package io.sluice.deploy.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.deploy.suite.ProcessSpec.Role;
import io.sluice.deploy.suite.StateFolder;
import io.sluice.deploy.supervisor.RunState.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChildIT {
  @TempDir private Path folder;
  private StateFolder state;
  private PidFile pidFile;
  private Child child;

  @BeforeEach
  void create() {
    state = new StateFolder(folder);
    state.create();
    pidFile = new PidFile(state, "service");
    child = child();
  }

  @AfterEach
  void end() throws InterruptedException {
    child.stop();
    child.awaitStopped();
  }

  private Child child() {
    return new Child(new SleepProgram("service", Role.DEMO), pidFile, () -> {});
  }

  private ProcessId awaitReady() {
    await().until(() -> child.state().state() == State.READY);
    return child.state().id();
  }

  @Test
  void aKilledProcessIsStartedAgain() {
    child.start();
    ProcessId first = awaitReady();

    first.alive().orElseThrow().destroyForcibly();

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> child.state().restarts() == 1 && child.state().state() == State.READY);
    assertThat(child.state().id()).isNotEqualTo(first);
    assertThat(pidFile.running().orElseThrow().id()).isEqualTo(child.state().id());
  }

  @Test
  void stoppingEndsTheProcessAndItsPidFile() throws InterruptedException {
    child.start();
    ProcessId id = awaitReady();

    child.stop();
    child.awaitStopped();

    assertThat(id.alive()).isEmpty();
    assertThat(pidFile.running()).isEmpty();
    assertThat(child.state().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void aProcessThatIgnoresTheRequestToEndIsKilled() throws InterruptedException {
    child = new Child(new SleepProgram("service", Role.DEMO, true), pidFile, () -> {});
    child.start();
    ProcessId id = awaitReady();

    child.stop();
    child.awaitStopped();

    assertThat(id.alive()).isEmpty();
  }

  @Test
  void aProcessLeftByADeadSupervisorIsTakenOver() throws IOException {
    Process left = SleepProgram.start();
    ProcessId id = ProcessId.of(left.pid()).orElseThrow();
    pidFile.write(new PidFile.Entry("service", id, Role.DEMO, "service".hashCode(), 1));

    child.start();

    assertThat(awaitReady()).isEqualTo(id);
    assertThat(child.state().startedAt()).isEqualTo(1);
  }

  @Test
  void aProcessLeftWithOtherArgumentsIsReplaced() throws IOException {
    Process left = SleepProgram.start();
    ProcessId id = ProcessId.of(left.pid()).orElseThrow();
    pidFile.write(new PidFile.Entry("service", id, Role.DEMO, 0, 1));

    child.start();

    assertThat(awaitReady()).isNotEqualTo(id);
    assertThat(id.alive()).isEmpty();
  }

  @Test
  void aLogThatHasGrownTooLongIsEmptiedAndItsTextKeptOnce() throws IOException {
    Path log = Files.writeString(state.log("service"), "x".repeat(2000));

    LogLimit.apply(state.logs(), 1000);

    assertThat(log).hasSize(0);
    assertThat(state.logs().resolve("service.log.1")).hasSize(2000);
  }
}
