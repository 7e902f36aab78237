package io.sluice.deploy.cli;

import io.sluice.deploy.UserError;
import io.sluice.deploy.suite.AppFolder;
import io.sluice.deploy.suite.Layout;
import io.sluice.deploy.suite.StateFolder;
import io.sluice.deploy.supervisor.PidFile;
import io.sluice.deploy.supervisor.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the supervisor in a session of its own, so that it outlives the shell. */
final class SupervisorLaunch {
  private static final int START_SECONDS = 30;
  private static final int POLL_MILLIS = 20;

  private SupervisorLaunch() {}

  static void launch(StateFolder folder) {
    AppFolder apps = new AppFolder(StateOption.project(), folder);
    List<String> command = new ArrayList<>();
    if (isInstalled("setsid")) {
      command.add("setsid");
    }
    command.addAll(
        List.of(
            Layout.java(),
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-Dsluice.home=" + StateOption.project(),
            "-jar",
            apps.cli().toString(),
            "supervise",
            "--state",
            folder.path().toString()));
    Path log = folder.log(Supervisor.NAME);
    try {
      Files.deleteIfExists(folder.run().resolve("status.json"));
      Process process =
          new ProcessBuilder(command)
              .directory(folder.path().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      process.getOutputStream().close();
      awaitPidFile(folder, process);
    } catch (IOException e) {
      throw new UserError("The supervisor cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitPidFile(StateFolder folder, Process process)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (new PidFile(folder, Supervisor.NAME).running().isEmpty()) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        throw new UserError(
            "The supervisor did not start; see " + folder.log(Supervisor.NAME) + ".");
      }
    }
  }

  private static boolean isInstalled(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
