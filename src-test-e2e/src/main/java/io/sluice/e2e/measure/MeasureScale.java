package io.sluice.e2e.measure;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.suite.Api;
import io.sluice.e2e.suite.Ports;
import io.sluice.e2e.suite.Processes;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.EachGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Measures the suite with many rules and targets: how long writes take and when gateways have
 * applied them, lists, start from a snapshot, and memory.
 */
public final class MeasureScale {
  private static final String HOST = "scale.example";
  private static final int RULES_A_GROUP = 50;
  private static final int TARGETS_A_GROUP = 1_000;
  private static final int LISTENERS_A_LOAD_BALANCER = 20;
  private static final int RULES = 1_000;
  private static final int TARGETS = 10_000;
  private static final int CHANGES = 100;
  private static final int LISTS = 20;

  /** Probes of targets that do not exist would measure the network, not the suite. */
  private static final Map<String, Object> NO_PROBES =
      Map.of("healthCheck", Map.of("enabled", false));

  private final Suite suite;
  private final Report report = new Report("scale", "what", "number");
  private final List<Pool> pools = new ArrayList<>();
  private final List<Site> sites = new ArrayList<>();
  private String lastRule;
  private String lastTarget;

  private MeasureScale(Suite suite) {
    this.suite = suite;
  }

  /** Argument: {@code --write} puts the table into the page. */
  public static void main(String[] args) throws Exception {
    long began = System.nanoTime();
    try (Suite suite = Suite.start("scale");
        Backend backend = Backend.start("b", 0)) {
      MeasureScale scale = new MeasureScale(suite);
      scale.report.row("up, s", Report.seconds(Report.microsSince(began)));
      Map<String, Long> empty = scale.memory();
      scale.registerTargets(backend.port());
      scale.createRules();
      scale.changes();
      scale.lists();
      scale.restarts();
      Map<String, Long> full = scale.memory();
      empty.forEach((name, megabytes) ->
          scale.report.row(
              "memory (RSS) of " + name + ", MiB",
              "empty " + megabytes + ", full " + full.get(name)));
      scale.report.publish(args);
    }
  }

  /** The first target of each group is real, the others are addresses that nobody answers on. */
  private void registerTargets(int realPort) {
    Site site = Site.create(suite, "targets");
    sites.add(site);
    Histogram write = Report.histogram();
    Histogram applied = Report.histogram();
    for (int done = 0; done < TARGETS; done += TARGETS_A_GROUP) {
      Pool pool = site.pool("p" + pools.size(), NO_PROBES);
      pools.add(pool);
      String path = targetsOf(pool);
      List<Map<String, Object>> batch = new ArrayList<>();
      for (int i = 0; i < TARGETS_A_GROUP; i++) {
        String address = i == 0 ? "127.0.0.1" : "127.1." + i / 250 + "." + (1 + i % 250);
        batch.add(Map.of("address", address, "port", realPort, "weight", i == 0 ? 1 : 0));
      }
      long started = System.nanoTime();
      JsonNode items = suite.registry().post(path, Map.of("targets", batch)).expect(201).json();
      write.recordValue(Report.microsSince(started));
      lastTarget = items.path("items").get(0).path("id").asText();
      long answered = System.nanoTime();
      suite.awaitApplied(suite.registry(), path + "/" + lastTarget);
      applied.recordValue(Report.microsSince(answered));
    }
    row("register " + TARGETS_A_GROUP + " targets in one request", write);
    row("… from the answer to applied on both gateways", applied);
  }

  private void createRules() {
    Histogram write = Report.histogram();
    long started = System.nanoTime();
    for (int done = 0; done < RULES; done += RULES_A_GROUP) {
      if (done / RULES_A_GROUP % LISTENERS_A_LOAD_BALANCER == 0) {
        sites.add(Site.create(suite, "rules"));
      }
      Site site = sites.getLast();
      Pool pool = pools.get(done / RULES_A_GROUP % pools.size());
      String group = site.createRuleGroup("g" + done);
      site.createListener("l" + done, Ports.free(), group, Site.forward(pool));
      for (int i = 0; i < RULES_A_GROUP; i++) {
        long began = System.nanoTime();
        lastRule = site.addRuleTo(group, "r" + i, "/p" + i, Site.forward(pool));
        write.recordValue(Report.microsSince(began));
      }
    }
    long all = Report.microsSince(started);
    suite.awaitApplied(suite.listeners(), "/rules/" + lastRule);
    row("create a rule", write);
    report.row("create all rules one by one, s", Report.seconds(all));
  }

  private void changes() {
    Histogram rule = Report.histogram();
    Histogram target = Report.histogram();
    String targetPath = targetsOf(pools.getLast()) + "/" + lastTarget;
    for (int i = 0; i < CHANGES; i++) {
      String body = Integer.toString(i);
      rule.recordValue(
          change(suite.listeners(), "/rules/" + lastRule, Map.of("action", Site.fixed(200, body))));
      target.recordValue(change(suite.registry(), targetPath, Map.of("weight", 1 + i % 100)));
    }
    row("one rule changed: from the answer to applied on both gateways", rule);
    row("one target's weight changed: from the answer to applied on both gateways", target);
  }

  private long change(Api api, String path, Map<String, Object> patch) {
    api.patch(path, patch).expect(200);
    long answered = System.nanoTime();
    suite.awaitApplied(api, path);
    return Report.microsSince(answered);
  }

  private void lists() {
    Histogram ruleLists = Report.histogram();
    Histogram targetLists = Report.histogram();
    Histogram filtered = Report.histogram();
    Histogram one = Report.histogram();
    for (int i = 0; i < LISTS; i++) {
      ruleLists.recordValue(list(suite.listeners(), "/rules?limit=1000", RULES));
      String path = targetsOf(pools.get(i % pools.size()));
      targetLists.recordValue(list(suite.registry(), path + "?limit=1000", TARGETS_A_GROUP));
      filtered.recordValue(
          list(suite.listeners(), "/listeners?limit=20", LISTENERS_A_LOAD_BALANCER));
      long asked = System.nanoTime();
      suite.listeners().get("/rules/" + lastRule).expect(200);
      one.recordValue(Report.microsSince(asked));
    }
    long began = System.nanoTime();
    for (Pool pool : pools) {
      list(suite.registry(), targetsOf(pool) + "?limit=1000", TARGETS_A_GROUP);
    }
    report.row(
        "list all " + TARGETS + " targets in " + pools.size() + " requests, ms",
        Report.millis(Report.microsSince(began)));
    row("list 1000 rules", ruleLists);
    row("list 1000 targets", targetLists);
    row("list 20 listeners", filtered);
    row("read one rule", one);
  }

  private static long list(Api api, String path, int expected) {
    long began = System.nanoTime();
    int size = api.get(path).expect(200).json().path("items").size();
    long took = Report.microsSince(began);
    if (size < expected) {
      throw new IllegalStateException(path + ": " + size + " items, not " + expected);
    }
    return took;
  }

  private void restarts() throws IOException {
    report.row("gateway's copy on disk, KiB", Long.toString(Files.size(copy("gateway-1")) / 1024));
    Site site = sites.getFirst();
    site.listen(Site.forward(pools.getFirst()));
    Processes.kill(suite.pid("gateway-1"));
    report.row("gateway killed, restarted and serving from its copy, s", untilBothServe(site));
    Processes.kill(suite.pid("gateway-2"));
    Files.delete(copy("gateway-2"));
    report.row("gateway killed, restarted without a copy and serving, s", untilBothServe(site));
    for (String owner : List.of("listeners", "registry")) {
      Processes.kill(suite.pid(owner));
      long since = System.nanoTime();
      Site.await("an answer of " + owner)
          .atMost(Duration.ofMinutes(2))
          .ignoreExceptions()
          .until(() -> answers(owner));
      report.row(
          owner + " killed, restarted and answering, s", Report.seconds(Report.microsSince(since)));
    }
  }

  private boolean answers(String owner) {
    String path = "listeners".equals(owner) ? "/listeners?limit=1" : "/backend-services?limit=1";
    return suite.api(owner).get(path).status() == 200;
  }

  private static String untilBothServe(Site site) {
    long killed = System.nanoTime();
    Site.await("both gateways serve")
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(() -> {
          EachGateway.open(site.port(), HOST, "/", 2).close();
          return true;
        });
    return Report.seconds(Report.microsSince(killed));
  }

  /** The largest file in a gateway's state folder. */
  private Path copy(String gateway) throws IOException {
    try (Stream<Path> files = Files.walk(suite.state().resolve("gateways").resolve(gateway))) {
      return files
          .filter(Files::isRegularFile)
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  private Map<String, Long> memory() {
    Map<String, Long> megabytes = new TreeMap<>();
    suite.pids().forEach((name, pid) -> megabytes.put(name, Processes.rssMiB(pid)));
    return megabytes;
  }

  private void row(String what, Histogram micros) {
    report.row(
        what + ", ms",
        "p50 "
            + Report.millis(micros.getValueAtPercentile(50))
            + ", p99 "
            + Report.millis(micros.getValueAtPercentile(99)));
  }

  private static String targetsOf(Pool pool) {
    return "/virtual-server-groups/" + pool.groupId() + "/targets";
  }
}
