package io.sluice.deploy;

import io.sluice.deploy.cli.ApplyCommand;
import io.sluice.deploy.cli.DemoBackendCommand;
import io.sluice.deploy.cli.DownCommand;
import io.sluice.deploy.cli.LogsCommand;
import io.sluice.deploy.cli.RestartCommand;
import io.sluice.deploy.cli.StatusCommand;
import io.sluice.deploy.cli.SuperviseCommand;
import io.sluice.deploy.cli.UpCommand;
import io.sluice.deploy.cli.VersionCommand;
import io.sluice.deploy.cli.VersionText;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of Sluice. Exit codes: 0 done, 1 failed, 2 wrong use. */
@Command(
    name = "sluice",
    description = "Runs and manages a Sluice suite.",
    versionProvider = VersionText.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      RestartCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      ApplyCommand.class,
      VersionCommand.class,
      SuperviseCommand.class,
      DemoBackendCommand.class,
      CommandLine.HelpCommand.class,
      AutoComplete.GenerateCompletion.class
    },
    footerHeading = "Done by the script ./sluice itself:%n",
    footer = {
      "  build               Builds what changed; «up» does it too.",
      "  test [-- ARGS]      Builds all and runs all tests; ARGS go to Maven.",
      "  bench [WORK…]       Measures a gateway beside HAProxy and nginx («bench --help»).",
      "  native              Builds native executables of the gateway and the registry.",
      "  env                 Shows the JDK and the Maven that are used."
    })
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int code = commandLine().execute(arguments);
    if (code != SuperviseCommand.STAYS) {
      System.exit(code);
    }
  }

  /** The command line, for the process and for tests. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler((exception, command, result) -> {
      if (exception instanceof UserError) {
        command.getErr().println(exception.getMessage());
      } else {
        command.getErr().println("Unexpected: " + exception);
        exception.printStackTrace(command.getErr());
      }
      return CommandLine.ExitCode.SOFTWARE;
    });
    line.getSubcommands().get("generate-completion").getCommandSpec().usageMessage().hidden(true);
    return line;
  }
}
