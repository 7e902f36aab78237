package io.sluice.e2e.bench;

import io.sluice.e2e.measure.Machine;
import io.sluice.e2e.measure.Page;
import io.sluice.e2e.suite.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./sluice bench}. */
@Command(
    name = "sluice bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Sluice beside HAProxy, nginx and no gateway at all, in one run with one backend.",
      "One core is the gateway's, one that of load generator and backend."
    })
public final class Bench implements Callable<Integer> {
  private static final int SHORTEST_PROFILE = 10;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "WORK",
      completionCandidates = Names.class,
      description = "What is measured: ${COMPLETION-CANDIDATES}. Default: all.")
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
      description = "How long each load lasts. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "45",
      description =
          "How long each work is done by Sluice before it is measured. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--write",
      description = "Puts the numbers into docs/performance.md, in place of those measured before.")
  private boolean write;

  @Option(
      names = "--profile",
      description =
          "After the rounds records the gateway under the same load, and prints where CPU time"
              + " and memory go.")
  private boolean profile;

  /** The names of all workloads. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Names() {
      super(
          Stream.concat(Workload.ALL.stream().map(Workload::name), Stream.of(IdleClients.NAME))
              .toList());
    }
  }

  /** Runs it and ends the process. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    for (String name : names) {
      if (!new Names().contains(name)) {
        throw new ParameterException(spec.commandLine(), "No such work: " + name);
      }
    }
    if (rounds < 1 || seconds < 1 || warmUp < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rounds, --seconds and --warm-up take 1 or more");
    }
    String loadBefore = Machine.loadAverage();
    Path configurations = Launcher.find().project().resolve("src-test-e2e/bench");
    try (Bed bed = Bed.start(configurations)) {
      List<Subject> subjects = bed.subjects();
      if (asked(IdleClients.NAME)) {
        idle(subjects, loadBefore);
      }
      Rounds all = new Rounds(rounds, seconds, warmUp, bed.generators(), bed.others(), System.out);
      for (Workload workload : Workload.ALL) {
        if (asked(workload.name())) {
          measure(workload, subjects, all, loadBefore);
        }
      }
    }
    return 0;
  }

  private boolean asked(String name) {
    return names.isEmpty() || names.contains(name);
  }

  private void measure(Workload workload, List<Subject> subjects, Rounds all, String loadBefore)
      throws IOException {
    Rounds.Outcome outcome = all.measure(workload, subjects);
    List<String> lines = new ArrayList<>(BenchTable.rows(workload, outcome.results()));
    lines.add(
        "- "
            + workload.title()
            + ": "
            + conditions(loadBefore)
            + String.format(
                Locale.ROOT,
                "; other processes took at most %.0f %% of a core",
                outcome.disturbance() * 100)
            + (outcome.rate() == 0 ? "" : "; latencies at " + outcome.rate() + " a second")
            + ".");
    BenchTable.HEAD.forEach(System.out::println);
    lines.forEach(System.out::println);
    if (write) {
      Page.write(BenchTable.PART, BenchTable.merged(Page.read(BenchTable.PART), lines));
    }
    Subject sluice = subjects.getLast();
    if (profile && sluice.has(workload.front())) {
      Recording.print(
          sluice.processes().getFirst(),
          workload.loop(),
          sluice,
          all,
          Math.max(seconds, SHORTEST_PROFILE));
    }
  }

  private void idle(List<Subject> subjects, String loadBefore) throws IOException {
    List<String> lines = new ArrayList<>(IdleClients.HEAD);
    for (Subject subject : subjects) {
      if (!subject.name().equals(Subject.DIRECT)) {
        lines.add(IdleClients.row(subject));
      }
    }
    lines.add("");
    lines.add("Measured with " + Versions.all() + "; load average " + loadBefore + " before.");
    lines.forEach(System.out::println);
    if (write) {
      Page.write(IdleClients.PART, lines);
    }
  }

  private String conditions(String loadBefore) throws IOException {
    return rounds
        + " rounds of "
        + seconds
        + " s after "
        + warmUp
        + " s of warm-up, load average "
        + loadBefore
        + " before, "
        + Versions.all();
  }
}
