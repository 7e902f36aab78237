package io.sluice.deploy.supervisor;

import io.sluice.chassis.postgres.EmbeddedPostgres;
import io.sluice.deploy.suite.ProcessSpec.Role;
import java.io.IOException;
import java.nio.file.Path;

/** The embedded PostgreSQL as a process of the suite. */
final class PostgresProgram implements Program {
  static final String NAME = "postgres";

  private final Path folder;
  private final int port;
  private volatile EmbeddedPostgres server;

  PostgresProgram(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Its URL; known once it was ready. */
  String url() {
    return server.url();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Role role() {
    return Role.DATABASE;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public boolean nativeExecutable() {
    return false;
  }

  @Override
  public int fingerprint() {
    return port;
  }

  @Override
  public ProcessHandle launch() throws IOException {
    // One that was left running is adopted here.
    server = EmbeddedPostgres.start(folder, port);
    return server
        .process()
        .orElseThrow(() -> new IOException("PostgreSQL ended right after it had started"));
  }

  @Override
  public boolean ready() {
    return server != null;
  }

  @Override
  public String lastEnd() {
    return "ended";
  }

  @Override
  public void askToEnd(ProcessHandle process) {
    Signals.interrupt(process);
  }
}
