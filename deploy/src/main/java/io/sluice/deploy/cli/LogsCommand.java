package io.sluice.deploy.cli;

import io.sluice.deploy.UserError;
import io.sluice.deploy.suite.StateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code logs}. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Shows the logs of the local suite.")
public final class LogsCommand implements Runnable {
  @Mixin private StateOption state;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PROCESS",
      description = "As listeners, gateway-1, postgres, supervisor. Default: all.")
  private String process;

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on with new lines until interrupted.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "50",
      description = "Lines of each log from its end. Default: ${DEFAULT-VALUE}.")
  private int lines;

  @Override
  public void run() {
    StateFolder folder = state.folder();
    List<Path> logs = process == null ? all(folder) : List.of(one(folder));
    if (logs.isEmpty()) {
      throw new UserError("There are no logs in " + folder.logs() + ".");
    }
    PrintWriter out = spec.commandLine().getOut();
    LogTail tail = new LogTail(out, logs, logs.size() > 1);
    try {
      tail.last(lines);
      if (follow) {
        tail.follow();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path one(StateFolder folder) {
    Path log = folder.log(process);
    if (!Files.exists(log)) {
      throw new UserError(
          "There is no log of "
              + process
              + ". There are: "
              + String.join(", ", all(folder).stream().map(LogTail::name).toList()));
    }
    return log;
  }

  private static List<Path> all(StateFolder folder) {
    if (!Files.isDirectory(folder.logs())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.logs())) {
      List<Path> logs =
          new ArrayList<>(files.filter(file -> file.toString().endsWith(".log")).sorted().toList());
      if (Files.exists(folder.log("postgres"))) {
        logs.add(folder.log("postgres"));
      }
      return logs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
