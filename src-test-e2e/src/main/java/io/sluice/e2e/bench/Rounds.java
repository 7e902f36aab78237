package io.sluice.e2e.bench;

import io.sluice.e2e.bench.Others.Observed;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The rounds of one workload: all subjects in turn, again and again, so that what the machine does
 * meanwhile meets them alike.
 *
 * @param count of rounds, 1 or more
 * @param seconds that each load lasts
 * @param warmUp seconds that Sluice is loaded before the first round; others a tenth of it
 * @param generators of load
 * @param others that may disturb; a run that they disturb is done again
 * @param out for the numbers of each round
 */
record Rounds(
    int count, int seconds, int warmUp, Generators generators, Others others, PrintStream out) {
  private static final int PEERS_WARM_UP = 10;
  private static final int CLIENT_WARM_UP = 10;

  private static final int ATTEMPTS = 4;

  /**
   * What came out of one workload.
   *
   * @param rate at which latencies were taken; 0 for none
   * @param disturbance the greatest share of one core that others took in a run that counts, 0-1
   */
  record Outcome(List<Result> results, long rate, double disturbance) {}

  /** Measures subjects; those without the workload's front are left out. */
  Outcome measure(Workload workload, List<Subject> all) {
    List<Subject> subjects = all.stream().filter(subject -> subject.has(workload.front())).toList();
    out.println(workload.name() + ": " + workload.title());
    for (Subject subject : subjects) {
      boolean compiled = !subject.name().equals(Subject.SLUICE);
      int length = compiled ? Math.max(1, warmUp / PEERS_WARM_UP) : warmUp;
      workload.loop().load(subject, length, generators);
    }
    double disturbance = 0;
    Map<String, List<Counted>> ceilings = new LinkedHashMap<>();
    for (int round = 0; round < count; round++) {
      for (Subject subject : subjects) {
        Observed<Counted> observed =
            undisturbed(() -> workload.loop().run(subject, seconds, generators));
        disturbance = Math.max(disturbance, observed.share());
        Counted counted = observed.result();
        ceilings.computeIfAbsent(subject.name(), name -> new ArrayList<>()).add(counted);
        print(workload, subject, counted);
      }
    }
    Map<String, List<Latencies>> latencies = new LinkedHashMap<>();
    long rate = 0;
    if (workload.fixedRate() != null) {
      rate = Math.round(Medians.of(ceilings.get(Subject.HAPROXY), Counted::perSecond) / 2);
      // The client has compiled its own code by then.
      workload.fixedRate().run(subjects.getFirst(), rate, CLIENT_WARM_UP, generators);
      for (int round = 0; round < count; round++) {
        for (Subject subject : subjects) {
          long perSecond = rate;
          Observed<Latencies> observed =
              undisturbed(() -> workload.fixedRate().run(subject, perSecond, seconds, generators));
          disturbance = Math.max(disturbance, observed.share());
          Latencies one = observed.result();
          latencies.computeIfAbsent(subject.name(), name -> new ArrayList<>()).add(one);
          out.println("  " + subject.name() + " at " + rate + " a second: " + one.line());
        }
      }
    }
    List<Result> results = new ArrayList<>();
    for (Subject subject : subjects) {
      results.add(
          new Result(
              subject.name(),
              ceilings.get(subject.name()),
              latencies.getOrDefault(subject.name(), List.of()),
              Usage.rssKiB(subject.processes())));
    }
    return new Outcome(results, rate, disturbance);
  }

  /** Runs again what others disturbed, and gives up with the least disturbed. */
  private <T> Observed<T> undisturbed(Supplier<T> run) {
    Observed<T> best = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Observed<T> observed = others.watch(run);
      if (best == null || observed.share() < best.share()) {
        best = observed;
      }
      if (best.tolerable()) {
        break;
      }
      out.printf(
          Locale.ROOT, "  disturbed: others took %.0f %% of a core%n", observed.share() * 100);
    }
    return best;
  }

  private void print(Workload workload, Subject subject, Counted counted) {
    out.printf(
        Locale.ROOT,
        "  %-10s %9.0f a second, %8.2f µs CPU a %s, core busy %3.0f %%%n",
        subject.name(),
        counted.perSecond(),
        counted.cpuMicrosPerRequest() / workload.units(),
        workload.unit(),
        counted.busy() * 100);
  }
}
