package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.e2e.suite.DebianPostgres;
import io.sluice.e2e.suite.Ports;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.EachGateway;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was configured is there again after down and up, in either kind of database. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PersistenceST {
  private static final String HOST = "kept.example";

  @Test
  void dataInTheEmbeddedDatabaseSurviveDownAndUp() throws Exception {
    survives("embedded", List.of("--no-example"), true);
  }

  @Test
  void dataInAnExternalDatabaseSurviveDownAndUp() throws Exception {
    assumeTrue(
        DebianPostgres.installed(),
        "no PostgreSQL server installed: scripts/install-test-tools installs it");
    try (DebianPostgres database = DebianPostgres.start(Ports.free())) {
      survives("external", List.of("--no-example", "--database", database.url()), false);
    }
  }

  private static void survives(String name, List<String> options, boolean embedded)
      throws Exception {
    Path state = Suite.newState(name);
    int base = Ports.suiteBase();
    try (Backend backend = Backend.start("b", 0)) {
      String listener;
      int port;
      String token;
      try (Suite suite = Suite.start(state, base, options)) {
        Site site = Site.create(suite, name);
        Pool pool = site.pool("a", Map.of(), backend.port());
        site.listen(Site.forward(pool));
        listener = site.listenerId();
        port = site.port();
        token = suite.token();
        EachGateway.open(port, HOST, "/", 2).close();
        assertThat(suite.pids().containsKey(Suite.POSTGRES)).isEqualTo(embedded);
      }
      try (Suite suite = Suite.start(state, base, options)) {
        assertThat(suite.token()).isEqualTo(token);
        suite.awaitApplied(suite.listeners(), "/listeners/" + listener);
        EachGateway.open(port, HOST, "/", 2).close();
      }
    }
  }
}
