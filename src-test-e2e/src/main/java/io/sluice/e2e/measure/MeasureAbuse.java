package io.sluice.e2e.measure;

import io.sluice.e2e.suite.Ports;
import io.sluice.e2e.suite.Processes;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.AbusersMain;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.Load;
import io.sluice.e2e.traffic.LoadReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the latency of well-behaved clients and the memory of a gateway without and with
 * thousands of connections that hold what they can.
 */
public final class MeasureAbuse {
  private static final String HOST = "measure.example";
  private static final String GATEWAY = "gateway-1";
  private static final int IDLE = 10_000;
  private static final int SLOW = 1_000;
  private static final int RATE = 500;
  private static final int CONNECTIONS = 32;
  private static final Duration PHASE = Duration.ofSeconds(20);

  private final int port = Ports.free();
  private final long pid;
  private final Report report;

  private MeasureAbuse(Suite suite, int backendPort, Report report) {
    this.report = report;
    this.pid = suite.pid(GATEWAY);
    Site site = Site.create(suite, "abuse");
    Site.Pool pool = site.pool("a", Map.of(), backendPort);
    String path = "/listeners/" + site.createListener("abused", port, Site.forward(pool));
    // Idle connections are to stay for the whole measurement.
    suite.listeners().patch(path, Map.of("idleTimeoutSeconds", 3600)).expect(200);
    suite.awaitApplied(suite.listeners(), path, 1);
  }

  /** Argument: {@code --write} puts the table into the page. */
  public static void main(String[] args) throws Exception {
    Report report =
        new Report(
            "abuse",
            "clients at " + RATE + " requests/s beside",
            "answers",
            "failures",
            "p50 ms",
            "p99 ms",
            "gateway's RSS MiB");
    try (Suite suite = Suite.start("abuse", "--gateways", "1");
        Backend backend = Backend.start("b", 0)) {
      MeasureAbuse measure = new MeasureAbuse(suite, backend.port(), report);
      measure.load();
      LoadReport without = measure.phase("nobody");
      LoadReport with;
      String abuse = String.format(Locale.ROOT, "%,d idle and %,d one-byte-a-second", IDLE, SLOW);
      Process abusers = measure.startAbusers();
      try {
        measure.phase(abuse + ", which have just come");
        with = measure.phase(abuse);
        abusers.getOutputStream().close();
        System.err.println(abusers.inputReader().readLine());
      } finally {
        abusers.destroy();
      }
      measure.phase("nobody, afterwards");
      report.row(
          "ratio with to before",
          "",
          "",
          ratio(with.micros(50), without.micros(50)),
          ratio(with.micros(99), without.micros(99)),
          "");
    }
    report.publish(args);
  }

  private Process startAbusers() throws IOException {
    Process abusers =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                AbusersMain.class.getName(),
                Integer.toString(port),
                Integer.toString(IDLE),
                Integer.toString(SLOW))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (abusers.inputReader().readLine() == null) {
      throw new IOException("the abusers could not connect");
    }
    return abusers;
  }

  private LoadReport load() throws InterruptedException {
    try (Load load = Load.start(port, HOST, "/", RATE, CONNECTIONS)) {
      Site.await("load")
          .atMost(PHASE.multipliedBy(2))
          .until(() -> load.elapsed().compareTo(PHASE) > 0);
      return load.stop();
    }
  }

  private LoadReport phase(String beside) throws InterruptedException {
    LoadReport seen = load();
    report.row(
        beside,
        Long.toString(seen.answers()),
        Long.toString(seen.failureCount()),
        Report.millis(seen.micros(50), 2),
        Report.millis(seen.micros(99), 2),
        Long.toString(Processes.rssMiB(pid)));
    return seen;
  }

  private static String ratio(long with, long before) {
    return String.format(Locale.ROOT, "%.2f", (double) with / before);
  }
}
