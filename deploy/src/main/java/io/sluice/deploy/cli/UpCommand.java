package io.sluice.deploy.cli;

import io.sluice.deploy.UserError;
import io.sluice.deploy.suite.AppFolder;
import io.sluice.deploy.suite.Layout;
import io.sluice.deploy.suite.PortCheck;
import io.sluice.deploy.suite.Ports;
import io.sluice.deploy.suite.SecretKey;
import io.sluice.deploy.suite.Settings;
import io.sluice.deploy.suite.StateFolder;
import io.sluice.deploy.suite.Token;
import io.sluice.deploy.supervisor.PidFile;
import io.sluice.deploy.supervisor.Stopping;
import io.sluice.deploy.supervisor.Supervisor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code up}. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Starts a local suite: PostgreSQL, the control services, gateways, and in an empty suite"
            + " the example with two demo backends. All on loopback, in the background.")
public final class UpCommand implements Runnable {
  @Mixin private StateOption state;
  @Spec private CommandSpec spec;

  @Option(
      names = "--port-base",
      paramLabel = "N",
      description = "All ports are counted from it. Default: " + Ports.DEFAULT_BASE + ".")
  private int portBase = Ports.DEFAULT_BASE;

  @Option(
      names = "--gateways",
      paramLabel = "N",
      defaultValue = "2",
      description = "Number of gateways, 1-6. Default: ${DEFAULT-VALUE}.")
  private int gateways;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description = "Port of the example's HTTP listener. Default: the port base less 1000.")
  private Integer httpPort;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description =
          "A PostgreSQL of your own, as postgresql://user:password@host:port/database; also by"
              + " $$SLUICE_DATABASE_URL, which other users of the machine cannot read."
              + " Default: an embedded one.")
  private String database;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A management token of your own; also by $$SLUICE_TOKEN. Default: one is generated.")
  private Path tokenFile;

  @Option(names = "--no-example", description = "No demo backends, and nothing is loaded.")
  private boolean noExample;

  @Option(
      names = "--native",
      description = "Uses native executables where they have been built («./sluice native»).")
  private boolean nativeExecutables;

  @Option(
      names = "--set",
      paramLabel = "SERVICE.KEY=VALUE",
      description =
          "A setting of one service, as gateway-1.sluice.gateway.zone=b; SERVICE may be gateway"
              + " for all gateways, or all. May be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    StateFolder folder = state.folder();
    Settings wanted = settings(folder);
    folder.create();
    long begin = System.nanoTime();
    try (var lock = folder.lock()) {
      boolean runs = new PidFile(folder, Supervisor.NAME).running().isPresent();
      if (runs) {
        sayAlreadyRunning(out, folder, wanted);
      } else {
        start(out, folder, wanted);
      }
      Settings settings = folder.settings().orElse(wanted);
      new StartProgress(folder, out).await(!runs);
      boolean loaded = new Example(folder, settings, out).loadIntoEmptySuite();
      new Summary(folder, settings, out).print(loaded, Texts.seconds(begin));
    }
  }

  private Settings settings(StateFolder folder) {
    try {
      Ports ports =
          new Ports(
              portBase, gateways, httpPort == null ? portBase - Ports.HTTP_BELOW_BASE : httpPort);
      overrides.forEach(Layout.Override::parse);
      boolean external = databaseUrl() != null;
      if (!noExample) {
        ports.requireHttpApart(!external, true);
      }
      if (external && !databaseUrl().startsWith("postgresql://")) {
        throw new IllegalArgumentException(
            "--database takes postgresql://user:password@host:port/database");
      }
      return new Settings(
          ports.base(),
          ports.gateways(),
          ports.http(),
          external,
          !noExample,
          nativeExecutables,
          (tokenFile == null ? folder.token() : tokenFile).toAbsolutePath().toString(),
          overrides);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private String databaseUrl() {
    String environment = System.getenv("SLUICE_DATABASE_URL");
    return database != null ? database : environment;
  }

  private void sayAlreadyRunning(PrintWriter out, StateFolder folder, Settings wanted) {
    out.println("The suite in " + folder.path() + " runs already.");
    if (!folder.settings().map(wanted::equals).orElse(true)) {
      out.println("It was started with other options; «./sluice down» first to change them.");
    }
    out.flush();
  }

  private void start(PrintWriter out, StateFolder folder, Settings settings) {
    List<PidFile.Entry> left = PidFile.running(folder);
    if (left.isEmpty()) {
      requirePortsFree(folder, settings);
    } else if (!folder.settings().map(settings::equals).orElse(false)) {
      throw new UserError(
          "Processes of an earlier suite still run on "
              + folder.path()
              + " with other options; «./sluice down» ends them.");
    } else {
      out.println("The supervisor had died; its processes are taken over.");
    }
    new AppFolder(StateOption.project(), folder).refresh();
    if (tokenFile == null) {
      Token.ensure(folder, System.getenv("SLUICE_TOKEN"));
    } else {
      Token.read(tokenFile);
    }
    SecretKey.ensure(folder);
    keepDatabaseUrl(folder);
    folder.settings(settings);
    out.println("Starting Sluice in " + folder.path());
    out.flush();
    SupervisorLaunch.launch(folder);
  }

  private void keepDatabaseUrl(StateFolder folder) {
    try {
      if (databaseUrl() == null) {
        Files.deleteIfExists(folder.databaseUrl());
      } else {
        StateFolder.writeSecret(folder.databaseUrl(), databaseUrl() + "\n");
      }
    } catch (IOException e) {
      throw new UserError("The database's URL cannot be kept: " + e.getMessage(), e);
    }
  }

  private static void requirePortsFree(StateFolder folder, Settings settings) {
    PortCheck.requireFree(
        settings.ports().uses(!settings.externalDatabase(), settings.example()),
        "Choose other ports by --port-base N (now "
            + settings.portBase()
            + "), or end the process that has them. Nothing was started.");
    if (settings.example() && !Files.exists(folder.exampleLoaded())) {
      PortCheck.requireFree(
          List.of(new Ports.Use(settings.httpPort(), "the example's HTTP listener")),
          "Choose another by --http-port N, or leave the example out by --no-example."
              + " Nothing was started.");
    }
  }

  /** Ends all that was started, after a failed start. */
  static void abandon(StateFolder folder, PrintWriter out) {
    Stopping.stop(folder, out::println);
    out.println("Nothing was left running.");
    out.flush();
  }
}
