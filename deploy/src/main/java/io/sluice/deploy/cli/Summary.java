package io.sluice.deploy.cli;

import io.sluice.deploy.suite.Settings;
import io.sluice.deploy.suite.StateFolder;
import io.sluice.deploy.suite.Token;
import io.sluice.deploy.supervisor.RunState;
import io.sluice.deploy.supervisor.RunState.ProcessState;
import io.sluice.deploy.supervisor.Supervisor;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Optional;

/** What a person wants to know of a suite that has started. */
final class Summary {
  private final StateFolder folder;
  private final Settings settings;
  private final PrintWriter out;

  Summary(StateFolder folder, Settings settings, PrintWriter out) {
    this.folder = folder;
    this.settings = settings;
    this.out = out;
  }

  /**
   * Prints it.
   *
   * @param loaded whether the example was loaded now
   * @param took how long all took
   */
  void print(boolean loaded, String took) {
    RunState run = Supervisor.lastState(folder);
    out.println();
    out.println("Sluice is ready after " + took + ".");
    out.println();
    for (ProcessState process : run.processes()) {
      out.printf("  %-11s %s%n", process.name(), address(process));
    }
    out.println();
    Optional<String> token = Token.toShow(folder);
    token.ifPresent(text -> {
      out.println("  Token       " + text);
      out.println("              (shown once; kept in " + settings.tokenFile() + ")");
    });
    if (token.isEmpty()) {
      out.println("  Token       in " + settings.tokenFile());
    }
    if (loaded || Files.exists(folder.exampleLoaded())) {
      out.println("  Traffic     curl http://127.0.0.1:" + settings.httpPort() + "/");
    }
    out.printf(
        "  Management  curl -H \"Authorization: Bearer $(cat '%s')\" %s/api/v1/load-balancers%n",
        settings.tokenFile(), settings.url("listeners"));
    out.println("  Next        ./sluice status, ./sluice logs -f, ./sluice down");
    out.flush();
  }

  private static String address(ProcessState process) {
    return switch (process.role()) {
      case DATABASE -> "127.0.0.1:" + process.port();
      case DEMO -> "http://127.0.0.1:" + process.port() + "/  (a backend of the example)";
      case GATEWAY -> "http://127.0.0.1:" + process.port() + "/q/health  (administration)";
      case SERVICE -> "http://127.0.0.1:" + process.port() + "/api/v1  (API: /q/openapi)";
    };
  }
}
