package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.suite.Site;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.Exchange;
import io.sluice.e2e.traffic.HttpConnection;
import io.sluice.e2e.traffic.Load;
import io.sluice.e2e.traffic.LoadReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tests' own clients and targets see what they must see: loss is counted, none is invented. */
@Timeout(60)
class TrafficIT {
  private static final String HOST = "direct.example";

  @Test
  void steadyLoadOnAHealthyServerFailsNothing() throws Exception {
    try (Backend backend = Backend.start("b", 0);
        Load load = Load.start(backend.port(), HOST, "/", 500, 8)) {
      Site.await("1000 answers").until(() -> load.report().answers() >= 1_000);
      LoadReport report = load.stop();
      assertThat(report.failures()).isEmpty();
      assertThat(report.idleCloses()).isZero();
      assertThat(report.byTarget()).containsOnlyKeys("b");
    }
  }

  @Test
  void aServerThatGoesAwayIsSeenAsFailures() throws Exception {
    Backend backend = Backend.start("b", 0);
    try (Load load = Load.start(backend.port(), HOST, "/hold/20", 200, 8)) {
      Site.await("answers").until(() -> load.report().answers() >= 50);
      backend.close();
      Site.await("failures").until(() -> load.report().failureCount() >= 50);
      assertThat(load.stop().failures()).anyMatch(failure -> failure.contains("REFUSED"));
    }
  }

  @Test
  void bodiesAreComparedEachWay() throws Exception {
    try (Backend backend = Backend.start("b", 0);
        HttpConnection connection = HttpConnection.open(backend.port())) {
      Exchange down = connection.get(HOST, "/bytes/1000000");
      assertThat(down.bodyBytes()).isEqualTo(1_000_000);
      assertThat(down.intact()).isTrue();
      Exchange up = connection.send("POST", HOST, "/", 1_000_000);
      assertThat(up.fields()).containsEntry(Backend.BODY_FIELD, "1000000 intact");
      assertThat(connection.usable()).isTrue();
      assertThat(connection.get(HOST, "/").intact()).isFalse();
    }
  }
}
