package io.sluice.deploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.deploy.status.Report;
import io.sluice.deploy.status.ReportText;
import io.sluice.deploy.suite.Settings;
import io.sluice.deploy.suite.StateFolder;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description =
        "Shows the local suite: processes, gateways, listeners, targets with health. Exit code 1"
            + " when the suite does not run or a process of it is not ready.")
public final class StatusCommand implements Callable<Integer> {
  @Mixin private StateOption state;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    StateFolder folder = state.folder();
    Settings settings = state.settings();
    ObjectNode report = new Report(folder, settings).gather();
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? report.toPrettyString() : ReportText.of(report));
    out.flush();
    return report.path("ready").asBoolean() ? 0 : 1;
  }
}
