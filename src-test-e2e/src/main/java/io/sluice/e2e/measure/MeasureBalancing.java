package io.sluice.e2e.measure;

import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.Load;
import io.sluice.e2e.traffic.LoadReport;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures how requests fare by each algorithm while of six targets one is ten times as slow as the
 * others, one dies and comes back, and one is deregistered.
 */
public final class MeasureBalancing {
  private static final String HOST = "measure.example";
  private static final int RATE = 250;
  private static final int CONNECTIONS = 64;

  /** What a request takes at a target; ten times as long at the slow one. */
  private static final String PATH = "/hold/10";

  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration DEATH = Duration.ofSeconds(4);
  private static final Duration DRAIN = Duration.ofSeconds(8);
  private static final Duration RETURN = Duration.ofSeconds(12);
  private static final Duration END = Duration.ofSeconds(20);

  private final Suite suite;

  private MeasureBalancing(Suite suite) {
    this.suite = suite;
  }

  /** Argument: {@code --write} puts the table into the page. */
  public static void main(String[] args) throws Exception {
    Report report =
        new Report(
            "balancing",
            "algorithm",
            "answers",
            "failed",
            "to the slow target",
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "p99.9 ms");
    try (Suite suite = Suite.start("balancing")) {
      MeasureBalancing measure = new MeasureBalancing(suite);
      for (String algorithm :
          List.of("weighted_round_robin", "weighted_least_connections", "peak_ewma")) {
        measure.row(algorithm, report);
      }
    }
    report.publishIn("balancing.md", args);
  }

  private void row(String algorithm, Report report) throws IOException, InterruptedException {
    LoadReport seen = measure(algorithm);
    System.err.println(seen);
    seen.failures().forEach(System.err::println);
    long slow = seen.byTarget().getOrDefault("slow", 0L);
    report.row(
        "`" + algorithm + "`",
        Long.toString(seen.answers()),
        Long.toString(seen.failureCount()),
        String.format(Locale.ROOT, "%.1f %%", 100.0 * slow / seen.answers()),
        Report.millis(seen.micros(50)),
        Report.millis(seen.micros(90)),
        Report.millis(seen.micros(99)),
        Report.millis(seen.micros(99.9)));
  }

  private LoadReport measure(String algorithm) throws IOException, InterruptedException {
    Map<String, Object> settings = new HashMap<>();
    settings.put("algorithm", algorithm);
    settings.put("deregistrationDelaySeconds", 5);
    // Else an ejection would outlast the measurement, and show nothing of the return.
    settings.put("ejection", Map.of("seconds", 2));
    Site site = Site.create(suite, "balancing");
    Pool pool = site.pool("a", settings);
    try (Backend one = Backend.start("one", 0);
        Backend two = Backend.start("two", 0);
        Backend three = Backend.start("three", 0);
        Backend slow = Backend.start("slow", 0).slowdown(10);
        Backend dying = Backend.start("dying", 0);
        Backend leaving = Backend.start("leaving", 0)) {
      List<String> targets =
          site.register(
              pool.groupId(),
              one.port(),
              two.port(),
              three.port(),
              slow.port(),
              dying.port(),
              leaving.port());
      targets.forEach(target -> site.awaitHealth(pool, target, "healthy"));
      site.listen(Site.forward(pool));
      try (Load load = Load.start(site.port(), HOST, PATH, RATE, CONNECTIONS)) {
        // What event loops and compilers learn in their first seconds is no matter of targets.
        after(load, WARM_UP);
      }
      try (Load load = Load.start(site.port(), HOST, PATH, RATE, CONNECTIONS)) {
        after(load, DEATH);
        dying.close();
        after(load, DRAIN);
        suite
            .registry()
            .post(
                "/virtual-server-groups/" + pool.groupId() + "/targets/deregister",
                Map.of("ids", List.of(targets.getLast())))
            .expect(200);
        after(load, RETURN);
        try (Backend back = Backend.start("dying", dying.port())) {
          after(load, END);
          LoadReport seen = load.stop();
          System.err.println(back.requests() + " requests to the one that came back");
          return seen;
        }
      }
    }
  }

  private static void after(Load load, Duration time) {
    Site.await("load").until(() -> load.elapsed().compareTo(time) > 0);
  }
}
