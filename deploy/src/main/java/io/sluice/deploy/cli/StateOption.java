package io.sluice.deploy.cli;

import io.sluice.deploy.UserError;
import io.sluice.deploy.suite.Settings;
import io.sluice.deploy.suite.StateFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says which local suite a command is about. */
public final class StateOption {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "The suite's state folder. Default: $SLUICE_STATE, else .sluice in the project.")
  private Path state;

  /** The state folder. */
  public StateFolder folder() {
    if (state != null) {
      return new StateFolder(state);
    }
    String environment = System.getenv("SLUICE_STATE");
    return new StateFolder(
        environment == null || environment.isBlank()
            ? project().resolve(".sluice")
            : Path.of(environment));
  }

  /**
   * The settings of the suite.
   *
   * @throws UserError when none was ever started
   */
  public Settings settings() {
    return folder()
        .settings()
        .orElseThrow(() ->
            new UserError(
                "There is no suite in "
                    + folder().path()
                    + ". Start one by «./sluice up», or name its folder by --state."));
  }

  /** The project's root folder, as the script tells it. */
  public static Path project() {
    return Path.of(System.getProperty("sluice.home", "")).toAbsolutePath();
  }
}
