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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the latency of well-behaved clients and the memory of a gateway, and of HAProxy in the
 * same run, without and with thousands of connections that hold what they can. The abusers use the
 * same two cores, so that only HAProxy's numbers tell what part of a change is the gateway's.
 */
public final class MeasureAbuse {
  private static final String HOST = "measure.example";
  private static final String GATEWAY = "gateway-1";
  private static final int IDLE = 10_000;
  private static final int SLOW = 1_000;
  private static final int RATE = 500;
  private static final int CONNECTIONS = 32;
  private static final Duration PHASE = Duration.ofSeconds(20);
  private static final List<String> PHASES =
      List.of("nobody", "they come", "they are there", "they leave at once", "nobody, afterwards");

  private final int port;
  private final long pid;
  private final List<Seen> seen = new ArrayList<>();

  private MeasureAbuse(int port, long pid) {
    this.port = port;
    this.pid = pid;
  }

  /** Argument: {@code --write} puts the table into the page. */
  public static void main(String[] args) throws Exception {
    Report report =
        new Report(
            "abuse",
            String.format(
                Locale.ROOT,
                "clients at %d requests/s; %,d idle and %,d one-byte-a-second",
                RATE,
                IDLE,
                SLOW),
            "failures",
            "p50 ms",
            "p99 ms",
            "RSS MiB",
            "HAProxy: failures",
            "p50 ms",
            "p99 ms",
            "RSS MiB");
    try (Suite suite = Suite.start("abuse", "--gateways", "1");
        Backend backend = Backend.start("b", 0);
        HaProxy haproxy = HaProxy.start(suite.state(), backend.port())) {
      MeasureAbuse gateway =
          new MeasureAbuse(listener(suite, backend.port()), suite.pid(GATEWAY)).measured();
      MeasureAbuse peer = new MeasureAbuse(haproxy.port(), haproxy.pid()).measured();
      for (int phase = 0; phase < PHASES.size(); phase++) {
        List<String> cells = new ArrayList<>(List.of(PHASES.get(phase)));
        cells.addAll(gateway.seen.get(phase).cells());
        cells.addAll(peer.seen.get(phase).cells());
        report.row(cells.toArray(String[]::new));
      }
    }
    report.publish(args);
  }

  private static int listener(Suite suite, int backendPort) {
    int port = Ports.free();
    Site site = Site.create(suite, "abuse");
    Site.Pool pool = site.pool("a", Map.of(), backendPort);
    String path = "/listeners/" + site.createListener("abused", port, Site.forward(pool));
    // Idle connections are to stay for the whole measurement.
    suite.listeners().patch(path, Map.of("idleTimeoutSeconds", 3600)).expect(200);
    suite.awaitApplied(suite.listeners(), path, 1);
    return port;
  }

  private MeasureAbuse measured() throws IOException, InterruptedException {
    warmUp();
    seen.add(phase());
    Process abusers = startAbusers();
    try (Load load = load()) {
      if (abusers.inputReader().readLine() == null) {
        throw new IOException("the abusers could not connect");
      }
      seen.add(end(load));
      seen.add(phase());
      try (Load beside = load()) {
        abusers.getOutputStream().close();
        System.err.println(abusers.inputReader().readLine());
        seen.add(end(beside));
      }
      Processes.awaitEnd(abusers.pid(), PHASE);
    } finally {
      abusers.destroy();
    }
    seen.add(phase());
    return this;
  }

  private Process startAbusers() throws IOException {
    return new ProcessBuilder(
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
  }

  private Load load() {
    return Load.start(port, HOST, "/", RATE, CONNECTIONS);
  }

  private void warmUp() throws InterruptedException {
    try (Load load = load()) {
      whole(load);
    }
  }

  private static LoadReport whole(Load load) throws InterruptedException {
    Site.await("load")
        .atMost(PHASE.multipliedBy(2))
        .until(() -> load.elapsed().compareTo(PHASE) > 0);
    return load.stop();
  }

  private Seen phase() throws InterruptedException {
    try (Load load = load()) {
      return end(load);
    }
  }

  private Seen end(Load load) throws InterruptedException {
    Seen end = new Seen(whole(load), Processes.rssMiB(pid));
    System.err.println(PHASES.get(seen.size()) + ": " + String.join(", ", end.cells()));
    return end;
  }

  private record Seen(LoadReport load, long rssMiB) {
    List<String> cells() {
      return List.of(
          Long.toString(load.failureCount()),
          Report.millis(load.micros(50), 2),
          Report.millis(load.micros(99), 2),
          Long.toString(rssMiB));
    }
  }
}
