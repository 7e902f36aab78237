package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.suite.Ports;
import io.sluice.e2e.suite.Processes;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.BackendMain;
import io.sluice.e2e.traffic.Load;
import io.sluice.e2e.traffic.LoadReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A target that dies or fails its checks costs no request that may be repeated. */
@ExtendWith(SharedSuite.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TargetKillST {
  private static final String HOST = "target.example";

  @Test
  void killedUnderLoadNoRepeatableRequestFailsAndItComesBack(Suite suite) throws Exception {
    int port = Ports.free();
    Process mortal = startBackend(port);
    try (Backend other = Backend.start("other", 0)) {
      Site site = Site.create(suite, "target");
      Pool pool = site.pool("a", Map.of("retries", 1));
      List<String> targets = site.register(pool.groupId(), port, other.port());
      String target = targets.getFirst();
      for (String id : targets) {
        site.awaitHealth(pool, id, "healthy");
      }
      site.listen(Site.forward(pool));
      try (Load load = Load.start(site.port(), HOST, "/", 300, 16)) {
        awaitAnswersOf(load, "mortal");
        awaitAnswersOf(load, "other");
        Processes.kill(mortal.pid());
        site.awaitHealth(pool, target, "unhealthy");
        JsonNode health = suite.health(pool, target);
        assertThat(health.path("reason").asText())
            .as(health.toString())
            .isEqualTo("CONNECT_FAILED");
        assertThat(health.path("since").asText()).isNotEmpty();
        mortal = startBackend(port);
        site.awaitHealth(pool, target, "healthy");
        awaitAnswersOf(load, "mortal");
        LoadReport report = load.stop();
        Measured.tell("target killed and back: %s", report);
        assertThat(report.failures()).as(report.toString()).isEmpty();
        assertThat(report.idleCloses()).isZero();
      }
    } finally {
      mortal.destroyForcibly();
    }
  }

  @Test
  void failingChecksItIsTakenOutWithTheReasonAndComesBack(Suite suite) throws Exception {
    try (Backend good = Backend.start("good", 0);
        Backend bad = Backend.start("bad", 0)) {
      Site site = Site.create(suite, "checks");
      Pool pool = site.pool("a", Map.of());
      List<String> targets = site.register(pool.groupId(), bad.port(), good.port());
      String target = targets.getFirst();
      for (String id : targets) {
        site.awaitHealth(pool, id, "healthy");
      }
      site.listen(Site.forward(pool));
      try (Load load = Load.start(site.port(), HOST, "/", 300, 16)) {
        awaitAnswersOf(load, "bad");
        bad.healthStatus(500);
        site.awaitHealth(pool, target, "unhealthy");
        assertThat(suite.health(pool, target).path("reason").asText())
            .isEqualTo("HTTP_CODE_MISMATCH");
        Site.await("no traffic any more")
            .until(() -> {
              long requests = bad.requests();
              long answers = load.report().answers();
              Site.await("100 answers").until(() -> load.report().answers() > answers + 100);
              return bad.requests() == requests;
            });
        bad.healthStatus(200);
        site.awaitHealth(pool, target, "healthy");
        awaitAnswersOf(load, "bad");
        LoadReport report = load.stop();
        Measured.tell("target failing checks and back: %s", report);
        assertThat(report.failures()).as(report.toString()).isEmpty();
      }
    }
  }

  private static void awaitAnswersOf(Load load, String target) {
    long before = load.report().byTarget().getOrDefault(target, 0L);
    Site.await("answers of " + target)
        .until(() -> load.report().byTarget().getOrDefault(target, 0L) > before + 20);
  }

  private static Process startBackend(int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            BackendMain.class.getName(),
            "mortal",
            Integer.toString(port))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
