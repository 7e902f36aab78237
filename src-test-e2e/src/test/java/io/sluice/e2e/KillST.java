package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.suite.Processes;
import io.sluice.e2e.suite.Relaunch;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.EachGateway;
import io.sluice.e2e.traffic.Load;
import io.sluice.e2e.traffic.LoadReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Traffic goes on when control services and the database are killed, and they come back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KillST {
  private static final String HOST = "kill.example";
  private static final Duration COME_BACK = Duration.ofMinutes(2);

  private static Suite suite;
  private static Backend backend;
  private static Site site;
  private static String rule;
  private static int version;

  @BeforeAll
  static void start() throws Exception {
    suite = Suite.start("kill");
    backend = Backend.start("b", 0);
    site = Site.create(suite, "kill");
    Pool pool = site.pool("a", Map.of(), backend.port());
    site.listen(Site.forward(pool));
    rule = site.addRule("version", "/version", Site.fixed(200, "0"));
    suite.awaitApplied(suite.listeners(), "/rules/" + rule);
  }

  @AfterAll
  static void end() throws Exception {
    if (suite != null) {
      suite.close();
    }
    if (backend != null) {
      backend.close();
    }
  }

  @Test
  @Order(1)
  void oneAfterAnotherUnderLoad() throws Exception {
    try (Load load = load()) {
      for (String name : allButGateways()) {
        long began = System.nanoTime();
        Processes.kill(suite.pid(name));
        awaitBack(List.of(name));
        Measured.tell("%s killed, back and converged after %.1f s", name, seconds(began));
      }
      assertNothingFailed("each control service and PostgreSQL killed", load.stop());
    }
  }

  @Test
  @Order(2)
  void allAtOnceUnderLoad() throws Exception {
    try (Load load = load()) {
      Map<String, Long> pids = suite.pids();
      long began = System.nanoTime();
      for (String name : allButGateways()) {
        Processes.signal(pids.get(name), "KILL");
      }
      awaitBack(allButGateways());
      Measured.tell("all killed at once, back and converged after %.1f s", seconds(began));
      assertNothingFailed("all control services and PostgreSQL killed at once", load.stop());
    }
  }

  @Test
  @Order(3)
  void aGatewayRestartedWhileAllOthersAreDeadServesFromItsCopy() throws Exception {
    Map<String, Long> pids = suite.pids();
    Relaunch gateway = Relaunch.of(pids.get("gateway-1"));
    long supervisor = suite.supervisorPid();
    long began;
    Process again = null;
    Processes.signal(supervisor, "STOP");
    try {
      for (String name : allButGateways()) {
        Processes.kill(pids.get(name));
      }
      Processes.kill(pids.get("gateway-1"));
      began = System.nanoTime();
      again = gateway.start(suite.log("gateway-1-again"));
      Site.await("gateway-1 serves from its copy")
          .atMost(COME_BACK)
          .ignoreExceptions()
          .until(() -> {
            EachGateway.open(site.port(), HOST, "/", 2).close();
            return true;
          });
      Measured.tell("gateway serves from its copy %.1f s after its start", seconds(began));
      try (EachGateway each = EachGateway.open(site.port(), HOST, "/", 2)) {
        assertThat(each.get(HOST, "/version/"))
            .allSatisfy(
                (name, answer) -> assertThat(answer.body()).as(name).isEqualTo("" + version));
      }
    } finally {
      if (again != null) {
        Processes.kill(again.pid());
      }
      Processes.signal(supervisor, "CONT");
    }
    List<String> all = new ArrayList<>(allButGateways());
    all.add("gateway-1");
    awaitBack(all);
  }

  private static List<String> allButGateways() {
    List<String> names = new ArrayList<>(Suite.SERVICES);
    names.add(Suite.POSTGRES);
    return names;
  }

  private static Load load() {
    return Load.start(site.port(), HOST, "/", 300, 16);
  }

  /** Waits until processes run and are ready, and until a change reaches both gateways. */
  private static void awaitBack(List<String> names) throws Exception {
    Site.await(names + " run again")
        .atMost(COME_BACK)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> suite.pids().keySet().containsAll(names));
    suite.awaitReady();
    version++;
    Site.await("a change is taken")
        .atMost(COME_BACK)
        .until(() ->
            suite
                    .listeners()
                    .patch(
                        "/rules/" + rule,
                        Map.of("action", Site.fixed(200, Integer.toString(version))))
                    .status()
                == 200);
    suite.awaitApplied(suite.listeners(), "/rules/" + rule);
    try (EachGateway each = EachGateway.open(site.port(), HOST, "/", 2)) {
      assertThat(each.get(HOST, "/version/"))
          .allSatisfy((name, answer) -> assertThat(answer.body()).as(name).isEqualTo("" + version));
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static void assertNothingFailed(String what, LoadReport report) {
    Measured.tell("%s: %s", what, report);
    assertThat(report.failures()).as(report.toString()).isEmpty();
    assertThat(report.idleCloses()).as("connections closed under a client").isZero();
    assertThat(report.byGateway()).hasSize(2);
  }
}
