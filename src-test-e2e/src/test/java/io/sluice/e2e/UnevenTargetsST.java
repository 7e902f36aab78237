package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.Load;
import io.sluice.e2e.traffic.LoadReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a group's targets one is slow, one dies and comes back, one leaves: all at once. */
@ExtendWith(SharedSuite.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class UnevenTargetsST {
  private static final String HOST = "uneven.example";

  @ParameterizedTest
  @ValueSource(strings = {"weighted_round_robin", "weighted_least_connections", "peak_ewma"})
  void noRepeatableRequestFails(String algorithm, Suite suite) throws Exception {
    Site site = Site.create(suite, "uneven");
    Pool pool =
        site.pool(
            "a",
            Map.of(
                "algorithm",
                algorithm,
                "deregistrationDelaySeconds",
                5,
                // Else an ejection would outlast the test, which is to see the target's return.
                "ejection",
                Map.of("seconds", 2)));
    try (Backend steady = Backend.start("steady", 0);
        Backend slow = Backend.start("slow", 0).slowdown(10);
        Backend leaving = Backend.start("leaving", 0);
        Backend dying = Backend.start("dying", 0)) {
      List<String> targets =
          site.register(pool.groupId(), steady.port(), slow.port(), leaving.port(), dying.port());
      targets.forEach(target -> site.awaitHealth(pool, target, "healthy"));
      site.listen(Site.forward(pool));

      try (Load load = Load.start(site.port(), HOST, "/hold/10", 150, 24)) {
        for (Backend each : List.of(steady, slow, leaving, dying)) {
          awaitAnswersOf(load, each.name());
        }
        dying.close();
        String left = "/virtual-server-groups/" + pool.groupId() + "/targets";
        suite
            .registry()
            .post(left + "/deregister", Map.of("ids", List.of(targets.get(2))))
            .expect(200);
        site.awaitHealth(pool, targets.get(3), "unhealthy");
        try (Backend back = Backend.start("dying", dying.port())) {
          site.awaitHealth(pool, targets.get(3), "healthy");
          awaitAnswersOf(load, back.name());
          Site.await("end of the drain")
              .until(() -> suite.registry().get(left + "/" + targets.get(2)).status() == 404);
          LoadReport report = load.stop();
          Measured.tell("%s: %s", algorithm, report);
          assertThat(report.failures()).as(report.toString()).isEmpty();
          assertThat(report.idleCloses()).isZero();
          assertThat(report.byGateway()).containsOnlyKeys(Suite.GATEWAYS);
        }
      }
    }
  }

  private static void awaitAnswersOf(Load load, String target) {
    long before = load.report().byTarget().getOrDefault(target, 0L);
    Site.await("answers of " + target)
        .until(() -> load.report().byTarget().getOrDefault(target, 0L) > before + 3);
  }
}
