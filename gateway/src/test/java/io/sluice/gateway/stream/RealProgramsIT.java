package io.sluice.gateway.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.TargetTls;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.observe.RequestSummary;
import io.sluice.gateway.table.TargetCertificates;
import io.sluice.gateway.testkit.RealServer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestCertificates.Identity;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TestSettings.ListenerSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others on both sides: psql, redis-cli and ssh with the servers they are made for. */
class RealProgramsIT {
  private static final TestCertificates AUTHORITY = TestCertificates.authority("real programs");
  private static final Identity SERVER = AUTHORITY.issue("RSA", "real.test", "127.0.0.1");

  @TempDir Path folder;

  @Test
  void psqlQueriesPostgresqlWithAndWithoutItsTls() throws Exception {
    assumeThat(RealServer.postgresInstalled() && RealServer.installed("/usr/bin/psql"))
        .describedAs("PostgreSQL is installed")
        .isTrue();
    Path authority = Files.writeString(folder.resolve("ca.pem"), AUTHORITY.pem());
    try (RealServer server = RealServer.postgres(SERVER);
        TestGateway gateway = new TestGateway().streams().ports(server.port()).apply()) {
      await()
          .ignoreExceptions()
          .until(() -> psql(server.port(), "sslmode=disable", "select 1").equals("1\n"));

      assertThat(psql(gateway.port(), "sslmode=disable", "select current_user"))
          .isEqualTo("sluice\n");
      String verified = "sslmode=verify-full sslrootcert=" + authority + " host=real.test";
      assertThat(
              psql(
                  gateway.port(),
                  verified,
                  "select ssl, version from pg_stat_ssl where pid = pg_backend_pid()"))
          .isEqualTo("t|TLSv1.3\n");
      assertThat(
              psql(
                  gateway.port(),
                  verified,
                  "copy (select i, repeat('x', 100) from generate_series(1, 50000) i) to stdout"))
          .hasLineCount(50_000);
      await().until(() -> gateway.summaries().size() == 3);
      // With TLS each of both may leave the other's close_notify unread, and so be seen to reset.
      assertThat(gateway.summaries())
          .extracting(RequestSummary::reason)
          .contains(Reason.NONE)
          .isSubsetOf(Reason.NONE, Reason.CLIENT_CLOSED, Reason.UPSTREAM_RESET);
    }
  }

  private static String psql(int port, String more, String query) throws Exception {
    return RealServer.run(
        null,
        "psql",
        "hostaddr=127.0.0.1 port=%d user=sluice dbname=postgres %s".formatted(port, more),
        "-XAtc",
        query);
  }

  @Test
  void redisCliTalksToRedisThroughTcpAndByTlsThatEitherSideEnds() throws Exception {
    assumeThat(RealServer.installed("/usr/bin/redis-server", "/usr/bin/redis-cli"))
        .describedAs("Redis is installed")
        .isTrue();
    String authority = Files.writeString(folder.resolve("ca.pem"), AUTHORITY.pem()).toString();
    Path other = Files.createDirectory(folder.resolve("tls"));
    try (RealServer plain = RealServer.redis(null, folder);
        RealServer secured = RealServer.redis(SERVER, other);
        TestGateway tcp = new TestGateway().streams().ports(plain.port()).apply();
        TestGateway passing =
            new TestGateway().passThrough().rule("real.test", secured.port()).apply();
        TestGateway adding =
            new TestGateway()
                .streams()
                .targetProtocol(Protocol.TLS, UpstreamHttp.HTTP_1_1)
                .targetTls(
                    new TargetTls(true, AUTHORITY.asModel().id(), "real.test", null),
                    new TargetCertificates(AUTHORITY.asModel(), null, true))
                .ports(secured.port())
                .apply()) {
      assertThat(redis("set a b\nget a\n", tcp.port())).isEqualTo("OK\nb\n");
      String commands = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n".repeat(50_000);
      assertThat(redis(commands, tcp.port(), "--pipe")).contains("errors: 0, replies: 50000");
      assertThat(
              redis(
                  "set c d\n",
                  passing.port(),
                  "--tls",
                  "--sni",
                  "real.test",
                  "--cacert",
                  authority))
          .isEqualTo("OK\n");
      assertThat(redis("get c\n", adding.port())).isEqualTo("d\n");
    }
  }

  private static String redis(String input, int port, String... more) throws Exception {
    String[] command = new String[5 + more.length];
    System.arraycopy(
        new String[] {"redis-cli", "-h", "127.0.0.1", "-p", Integer.toString(port)},
        0,
        command,
        0,
        5);
    System.arraycopy(more, 0, command, 5, more.length);
    return RealServer.run(input, command);
  }

  @Test
  void sshSessionGoesOnThroughSilenceAndChangesAndEndsByItself() throws Exception {
    assumeThat(RealServer.installed("/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/ssh-keygen"))
        .describedAs("OpenSSH is installed")
        .isTrue();
    try (RealServer server = RealServer.ssh(folder);
        RecordingTarget unused = new RecordingTarget(RecordingTarget.Connection::readToEnd);
        TestGateway gateway =
            new TestGateway()
                .streams()
                .listener(l -> new ListenerSettings(60, 1, 1024, 0))
                .ports(server.port())
                .apply()) {
      Process session =
          new ProcessBuilder(
                  "ssh",
                  "-i",
                  folder.resolve("user").toString(),
                  "-o",
                  "StrictHostKeyChecking=no",
                  "-o",
                  "UserKnownHostsFile=/dev/null",
                  "-o",
                  "BatchMode=yes",
                  "-p",
                  Integer.toString(gateway.port()),
                  System.getProperty("user.name") + "@127.0.0.1",
                  "cat; exit 7")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      BufferedReader answers =
          new BufferedReader(new InputStreamReader(session.getInputStream(), UTF_8));
      OutputStream typing = session.getOutputStream();
      for (int round = 0; round < 30; round++) {
        typing.write(("line " + round + "\n").getBytes(UTF_8));
        typing.flush();
        assertThat(answers.readLine()).isEqualTo("line " + round);
        if (round % 10 == 0) {
          gateway.weights(1, round).ports(server.port(), unused.port()).apply();
        }
      }
      typing.close();
      assertThat(answers.readLine()).isNull();
      assertThat(session.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(session.exitValue()).isEqualTo(7);
      await().until(() -> gateway.summaries().size() == 1);
      assertThat(gateway.summaries().getFirst().reason()).isEqualTo(Reason.NONE);
    }
  }
}
