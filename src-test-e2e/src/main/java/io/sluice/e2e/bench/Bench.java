package io.sluice.e2e.bench;

import io.sluice.e2e.suite.Launcher;
import io.sluice.e2e.suite.Suite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./sluice bench}. */
@Command(
    name = "sluice bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures Sluice beside HAProxy, nginx and no gateway, in one run.")
public final class Bench implements Callable<Integer> {
  private static final int SHORTEST_PROFILE = 10;

  @Parameters(paramLabel = "WORKLOAD", description = "What is measured. Default: all.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds in turn, of which medians are shown. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "How long each loads each. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "15",
      description = "How long Sluice is loaded before it is measured. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--profile",
      description = "Records the gateway during its runs and prints where CPU time and memory go.")
  private boolean profile;

  /** Runs it and ends the process. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path configurations = Launcher.find().project().resolve("src-test-e2e/bench");
    List<Workload> workloads = Workload.named(names);
    try (Peers peers = Peers.start(configurations, Suite.newState("bench-peers"));
        SluiceSuite sluice = SluiceSuite.start(peers.backendPort())) {
      List<Subject> subjects =
          List.of(peers.direct(), peers.haproxy(), peers.nginx(), sluice.subject());
      for (Workload workload : workloads) {
        measure(workload, subjects, configurations);
      }
    }
    return 0;
  }

  private void measure(Workload workload, List<Subject> subjects, Path folder) throws Exception {
    System.out.println(workload.title());
    Subject sluice = subjects.getLast();
    workload.loop().load(sluice, warmUp, folder);
    Map<String, List<Counted>> counted = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Subject subject : subjects) {
        Counted one = workload.loop().run(subject, seconds, folder);
        counted.computeIfAbsent(subject.name(), name -> new ArrayList<>()).add(one);
        System.out.printf(
            Locale.ROOT,
            "  %-10s %9.0f requests/s %8.2f µs CPU a request, core busy %3.0f %%%n",
            subject.name(),
            one.perSecond(),
            one.cpuMicrosPerRequest(),
            one.busy() * 100);
      }
    }
    double own = Medians.of(counted.get(Subject.SLUICE), Counted::cpuMicrosPerRequest);
    counted.forEach((name, list) -> {
      double cpu = Medians.of(list, Counted::cpuMicrosPerRequest);
      System.out.printf(
          Locale.ROOT,
          "median %-10s %9.0f requests/s %8.2f µs CPU a request; Sluice/%s %.2f%n",
          name,
          Medians.of(list, Counted::perSecond),
          cpu,
          name,
          own / cpu);
    });
    if (profile) {
      try (Recording recording = Recording.start(sluice.processes().getFirst())) {
        workload.loop().load(sluice, Math.max(seconds, SHORTEST_PROFILE), folder);
      }
    }
  }
}
