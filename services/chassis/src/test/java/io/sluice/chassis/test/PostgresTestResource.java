package io.sluice.chassis.test;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.sluice.chassis.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Map;

/**
 * Starts one PostgreSQL for all tests of a module, under {@code target/}, and tells the service by
 * {@code sluice.database.url}. The data folder is new for each run.
 */
public class PostgresTestResource implements QuarkusTestResourceLifecycleManager {
  private static EmbeddedPostgres server;

  /** The server that runs, for tests that stop or kill it. */
  public static synchronized EmbeddedPostgres server() {
    if (server == null) {
      server =
          EmbeddedPostgres.start(Path.of("target", "postgres-" + ProcessHandle.current().pid()), 0);
      Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    }
    return server;
  }

  @Override
  public Map<String, String> start() {
    return Map.of("sluice.database.url", server().url());
  }

  /** The next test class uses the server again; it ends with the JVM. */
  @Override
  public void stop() {}
}
