package io.sluice.deploy.postgres;

import io.sluice.chassis.postgres.EmbeddedPostgres;
import java.nio.file.Path;

/** Starts an embedded PostgreSQL, tells who runs it, and ends it. */
final class PostgresMain {
  private PostgresMain() {}

  public static void main(String[] arguments) {
    EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(arguments[0]), 0);
    try {
      ProcessHandle process = server.process().orElseThrow();
      System.out.println("user=" + process.info().user().orElseThrow());
      System.out.println("url=" + server.url());
    } finally {
      server.stop();
    }
    System.out.println("running=" + server.process().isPresent());
  }
}
