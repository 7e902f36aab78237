package io.sluice.e2e.measure;

import io.sluice.e2e.suite.Api;
import io.sluice.e2e.suite.Ports;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.Load;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Measures the time from the answer of a REST write to its change being applied by both gateways,
 * as the resource's status tells it: idle, and under load.
 */
public final class MeasureChanges {
  private static final String HOST = "measure.example";
  private static final int WARM_UP = 50;
  private static final int CHANGES = 300;
  private static final int RATE = 300;
  private static final int CONNECTIONS = 16;

  private final Suite suite;
  private final Site site;
  private final Pool pool;
  private final String rule;
  private final String target;

  private MeasureChanges(Suite suite, int backendPort) {
    this.suite = suite;
    site = Site.create(suite, "measure");
    pool = site.pool("a", Map.of());
    target = site.register(pool.groupId(), backendPort).getFirst();
    site.listen(Site.forward(pool));
    rule = site.addRule("changed", "/changed", Site.fixed(200, "0"));
    suite.awaitApplied(suite.listeners(), "/rules/" + rule);
  }

  /** Argument: {@code --write} puts the table into the page. */
  public static void main(String[] args) throws Exception {
    Report report =
        new Report("changes", "change", "times", "p50 ms", "p90 ms", "p99 ms", "max ms");
    try (Suite suite = Suite.start("changes");
        Backend backend = Backend.start("b", 0)) {
      MeasureChanges measure = new MeasureChanges(suite, backend.port());
      measure.rules(WARM_UP);
      measure.weights(WARM_UP);
      measure.all("idle", report);
      try (Load load = Load.start(measure.site.port(), HOST, "/", RATE, CONNECTIONS)) {
        measure.all("under " + RATE + " requests/s", report);
        System.err.println(load.stop());
      }
    }
    report.publish(args);
  }

  private void all(String when, Report report) {
    report.quantiles("rule changed, " + when, rules(CHANGES));
    report.quantiles("target's weight changed, " + when, weights(CHANGES));
    report.quantiles("target registered, " + when, registrations(CHANGES / 3));
    report.quantiles("listener added, " + when, listeners(CHANGES / 10));
  }

  private Histogram rules(int times) {
    Histogram micros = Report.histogram();
    for (int i = 0; i < times; i++) {
      Map<String, Object> patch = Map.of("action", Site.fixed(200, Integer.toString(i)));
      micros.recordValue(change(suite.listeners(), "/rules/" + rule, patch));
    }
    return micros;
  }

  private Histogram weights(int times) {
    Histogram micros = Report.histogram();
    for (int i = 0; i < times; i++) {
      micros.recordValue(
          change(suite.registry(), targets() + "/" + target, Map.of("weight", 1 + i % 200)));
    }
    return micros;
  }

  private Histogram registrations(int times) {
    Histogram micros = Report.histogram();
    for (int i = 0; i < times; i++) {
      String id = site.register(pool.groupId(), Ports.free()).getFirst();
      long answered = System.nanoTime();
      suite.awaitApplied(suite.registry(), targets() + "/" + id);
      micros.recordValue(Report.microsSince(answered));
      suite.registry().delete(targets() + "/" + id + "?force=true").expect(204);
    }
    return micros;
  }

  private Histogram listeners(int times) {
    Histogram micros = Report.histogram();
    for (int i = 0; i < times; i++) {
      String id = site.createListener("extra", Ports.free(), Site.forward(pool));
      long answered = System.nanoTime();
      suite.awaitApplied(suite.listeners(), "/listeners/" + id);
      micros.recordValue(Report.microsSince(answered));
      suite.listeners().delete("/listeners/" + id).expect(204);
    }
    return micros;
  }

  private long change(Api api, String path, Map<String, Object> patch) {
    api.patch(path, patch).expect(200);
    long answered = System.nanoTime();
    suite.awaitApplied(api, path);
    return Report.microsSince(answered);
  }

  private String targets() {
    return "/virtual-server-groups/" + pool.groupId() + "/targets";
  }
}
