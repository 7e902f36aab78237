package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.suite.Processes;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.EachGateway;
import io.sluice.e2e.traffic.Exchange;
import io.sluice.e2e.traffic.HttpConnection;
import io.sluice.e2e.traffic.Load;
import io.sluice.e2e.traffic.LoadReport;
import io.sluice.e2e.traffic.RequestFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients see when one of two gateways dies, and when it is told to end. */
@ExtendWith(SharedSuite.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class GatewayKillST {
  private static final String HOST = "gateway.example";
  private static final String VICTIM = "gateway-2";
  private static final String OTHER = "gateway-1";

  private Backend backend;
  private Site site;

  @BeforeEach
  void startSite(Suite suite) throws Exception {
    backend = Backend.start("b", 0);
    site = Site.create(suite, "gateway");
    Pool pool = site.pool("a", Map.of(), backend.port());
    site.listen(Site.forward(pool));
  }

  @AfterEach
  void endBackend() throws Exception {
    backend.close();
  }

  @Test
  void killedUnderLoadItLosesOnlyTheRequestsInFlightOnIt(Suite suite) throws Exception {
    long pid = suite.pid(VICTIM);
    // Each answer takes 20 ms, so that some requests are in flight at any time.
    try (Load load = Load.start(site.port(), HOST, "/hold/20", 300, 32)) {
      awaitBothServe(load);
      long onVictim = load.connections(VICTIM);
      Processes.kill(pid);
      for (int i = 0; i < 20; i++) {
        assertThat(newConnection().gateway()).isEqualTo(OTHER);
      }
      awaitBack(suite, pid);
      LoadReport report = load.stop();
      Measured.tell("gateway killed with %d connections on it: %s", onVictim, report);
      assertThat(report.failureCount())
          .as(report.failures().toString())
          .isLessThanOrEqualTo(onVictim);
    }
  }

  @Test
  void toldToEndItFinishesWhatRunsOnIt(Suite suite) throws Exception {
    long pid = suite.pid(VICTIM);
    try (Load load = Load.start(site.port(), HOST, "/", 300, 16);
        EachGateway each = EachGateway.open(site.port(), HOST, "/", 2)) {
      awaitBothServe(load);
      CompletableFuture<Exchange> running =
          CompletableFuture.supplyAsync(() -> get(each.to(VICTIM), "/hold/15000"));
      Site.await("request held").until(() -> backend.holding() == 1);
      Processes.signal(pid, "TERM");
      Site.await("new connections go to the other gateway")
          .until(() -> load.connections(VICTIM) == 0);
      for (int i = 0; i < 20; i++) {
        assertThat(newConnection().gateway()).isEqualTo(OTHER);
      }
      assertThat(Processes.isAlive(pid)).as("waits for the request in flight").isTrue();
      backend.release();
      Exchange answer = running.get(20, TimeUnit.SECONDS);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.gateway()).isEqualTo(VICTIM);
      Processes.awaitEnd(pid, Duration.ofSeconds(20));
      awaitBack(suite, pid);
      LoadReport report = load.stop();
      Measured.tell("gateway told to end: %s", report);
      assertThat(report.failures()).as(report.toString()).isEmpty();
    }
  }

  private static void awaitBothServe(Load load) {
    Site.await("both gateways carry load")
        .until(() -> load.connections(VICTIM) > 0 && load.connections(OTHER) > 0);
    long answers = load.report().answers();
    Site.await("load").until(() -> load.report().answers() > answers + 300);
  }

  private void awaitBack(Suite suite, long oldPid) {
    Site.await(VICTIM + " is back")
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> {
          EachGateway.open(site.port(), HOST, "/", 2).close();
          return true;
        });
    Site.await("its status").until(() -> suite.pid(VICTIM) != oldPid);
    suite.awaitApplied(suite.listeners(), "/listeners/" + site.listenerId());
  }

  private Exchange newConnection() throws RequestFailure {
    try (HttpConnection connection = HttpConnection.open(site.port())) {
      return connection.get(HOST, "/");
    }
  }

  private static Exchange get(HttpConnection connection, String path) {
    try {
      return connection.get(HOST, path);
    } catch (RequestFailure e) {
      throw new IllegalStateException(e);
    }
  }
}
