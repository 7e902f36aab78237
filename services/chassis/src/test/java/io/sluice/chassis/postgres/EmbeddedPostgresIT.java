package io.sluice.chassis.postgres;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedPostgresIT {
  private Path folder;
  private EmbeddedPostgres server;

  @BeforeAll
  void start() throws IOException {
    folder = Path.of("target", "embedded-postgres-it-" + ProcessHandle.current().pid());
    server = EmbeddedPostgres.start(folder, 0);
  }

  @AfterAll
  void stop() {
    server.stop();
    assertThat(server.process()).isEmpty();
  }

  @Test
  void takesItsOwnUserAndRefusesAWrongPassword() throws SQLException {
    assertThat(query(password(), "select current_user")).isEqualTo("sluice");

    assertThatThrownBy(() -> query("wrong", "select 1"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void itsUserIsNoSuperuserAndItsPasswordIsForTheOwnerOnly() throws Exception {
    assertThat(query(password(), "select rolsuper::text from pg_roles where rolname = 'sluice'"))
        .isEqualTo("false");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(server.home().resolve("password"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aSecondStartAdoptsTheServerThatRuns() {
    ProcessHandle first = server.process().orElseThrow();

    EmbeddedPostgres again = EmbeddedPostgres.start(folder, 0);

    assertThat(again.url()).isEqualTo(server.url());
    assertThat(again.process()).contains(first);
  }

  @Test
  void comesBackWithItsDataAfterAKillAndAStalePidFile() throws Exception {
    query(password(), "create table if not exists kept(x int); select 'ok'");
    server.process().orElseThrow().destroyForcibly();
    await().atMost(10, SECONDS).until(() -> server.process().isEmpty());
    // The number of a process that is alive but no PostgreSQL, as after a power cut.
    Files.writeString(
        server.home().resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n");

    server.restart();

    assertThat(query(password(), "select count(*)::text from kept")).isEqualTo("0");
  }

  @Test
  void aTakenPortIsSaidInTheError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path other = Path.of("target", "embedded-postgres-taken-" + ProcessHandle.current().pid());

      assertThatThrownBy(() -> EmbeddedPostgres.start(other, taken.getLocalPort()))
          .isInstanceOf(PostgresException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("in use");
    }
  }

  private String password() {
    return URI.create(server.url()).getUserInfo().split(":", 2)[1];
  }

  private String query(String password, String sql) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/sluice";
    try (var connection = DriverManager.getConnection(url, "sluice", password);
        var statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      while (!rows) {
        rows = statement.getMoreResults();
      }
      try (var result = statement.getResultSet()) {
        result.next();
        return result.getString(1);
      }
    }
  }
}
