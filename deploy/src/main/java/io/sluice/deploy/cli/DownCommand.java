package io.sluice.deploy.cli;

import io.sluice.deploy.suite.StateFolder;
import io.sluice.deploy.supervisor.Stopping;
import java.io.PrintWriter;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code down}. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description =
        "Stops the local suite in order: gateways finish what runs, then the services, then"
            + " PostgreSQL. What it keeps stays in the state folder.")
public final class DownCommand implements Runnable {
  @Mixin private StateOption state;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    StateFolder folder = state.folder();
    if (!Files.isDirectory(folder.run())) {
      out.println("No suite has been started in " + folder.path() + ".");
      return;
    }
    long begin = System.nanoTime();
    try (var lock = folder.lock()) {
      out.println("Stopping the suite in " + folder.path() + " …");
      out.flush();
      boolean ran =
          Stopping.stop(
              folder,
              line -> {
                out.println(line);
                out.flush();
              });
      out.println(ran ? "Stopped after " + Texts.seconds(begin) + "." : "Nothing was running.");
    }
  }
}
