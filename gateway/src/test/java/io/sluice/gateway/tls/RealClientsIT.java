package io.sluice.gateway.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Certificate;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** curl and openssl as clients; skipped where they are not installed. */
class RealClientsIT {
  private static final TestCertificates CA = TestCertificates.authority("test authority", "RSA");
  private static final Certificate RSA = CA.server("RSA", "a.test");
  private static final Certificate EC = CA.server("EC", "a.test");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void curlIsServedWithEachVersionAndSuite(TlsEngine engine) throws Exception {
    assumeThat(installed("curl")).isTrue();
    try (RecordingTarget target = RecordingTarget.answering("answer");
        TestGateway gateway =
            new TestGateway(engine).targets(target).http2(false).tls(RSA, EC).apply()) {
      List<List<String>> choices =
          List.of(
              List.of(),
              List.of("--tlsv1.3"),
              List.of("--tls-max", "1.2"),
              List.of("--tls-max", "1.2", "--ciphers", "ECDHE-RSA-AES256-GCM-SHA384"),
              List.of("--tls-max", "1.2", "--ciphers", "ECDHE-ECDSA-CHACHA20-POLY1305"),
              List.of("--tlsv1.3", "--tls13-ciphers", "TLS_CHACHA20_POLY1305_SHA256"),
              List.of("--tlsv1.3", "--curves", "P-384"));
      for (List<String> choice : choices) {
        assertThat(curl(gateway.port(), choice)).isEqualTo("answer");
      }
      assertThat(curl(gateway.port(), List.of("--tls-max", "1.1"))).contains("(35)");
      assertThat(
              curl(
                  gateway.port(),
                  List.of("--tls-max", "1.2", "--ciphers", "DHE-RSA-AES128-GCM-SHA256")))
          .contains("(35)");
      assertThat(gateway.handshakes().subList(0, choices.size()))
          .allMatch(end -> end.startsWith("ok"));
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void clientThatDoesNotTrustTheCertificateIsCountedAsSuch(TlsEngine engine) throws Exception {
    assumeThat(installed("curl")).isTrue();
    TestCertificates stranger = TestCertificates.authority("stranger");
    try (RecordingTarget target = RecordingTarget.answering("answer");
        TestGateway gateway =
            new TestGateway(engine).targets(target).tls(stranger.server("EC", "a.test")).apply()) {
      assertThat(curl(gateway.port(), List.of("--tlsv1.3"))).contains("(60)");
      assertThat(curl(gateway.port(), List.of("--tls-max", "1.2"))).contains("(60)");
      await().until(() -> gateway.handshakes().size() == 2);
      assertThat(gateway.handshakes()).containsOnly("CLIENT_ALERT");
    }
  }

  @Test
  void http2IsAgreedOnAndARequestForAnotherCertificatesHostIsMisdirected() throws Exception {
    assumeThat(installed("curl")).isTrue();
    Certificate other = CA.server("EC", "b.test");
    try (RecordingTarget target = RecordingTarget.answering("answer");
        TestGateway gateway = new TestGateway().targets(target).tls(EC, other).apply()) {
      List<String> report = List.of("-o", "/dev/null", "-w", "%{http_version} %{http_code}");
      assertThat(curl(gateway.port(), report)).isEqualTo("2 200");
      assertThat(curl(gateway.port(), with(report, "-H", "Host: b.test"))).isEqualTo("2 421");
      assertThat(curl(gateway.port(), with(report, "-H", "Host: c.test"))).isEqualTo("2 200");
      assertThat(curl(gateway.port(), with(report, "--http1.1", "-H", "Host: b.test")))
          .isEqualTo("1.1 200");
      assertThat(target.received()).contains("X-Forwarded-Proto: https");
    }
  }

  @Test
  void sessionsAreResumedOnEveryEventLoopAndAfterTheTableChanged() throws Exception {
    assumeThat(installed("openssl")).isTrue();
    for (String version : List.of("-tls1_3", "-tls1_2")) {
      Path session = folder.resolve("session" + version);
      try (RecordingTarget target = RecordingTarget.answering("answer");
          TestGateway gateway = new TestGateway().targets(target).tls(EC).apply()) {
        assertThat(openssl(gateway.port(), version, "-sess_out", session.toString()))
            .contains("New, TLSv1");
        // With two event loops the kernel hands connections to either.
        for (int i = 0; i < 8; i++) {
          gateway.targets(target).apply();
          assertThat(openssl(gateway.port(), version, "-sess_in", session.toString()))
              .contains("Reused, TLSv1");
        }
        assertThat(gateway.plane().resumedSessions()).isEqualTo(8);
      }
    }
  }

  @Test
  void neitherCompressionNorEarlyDataIsOffered() throws Exception {
    assumeThat(installed("openssl")).isTrue();
    try (RecordingTarget target = RecordingTarget.answering("answer");
        TestGateway gateway = new TestGateway().targets(target).tls(EC).apply()) {
      assertThat(openssl(gateway.port(), "-tls1_2"))
          .contains("Compression: NONE", "Secure Renegotiation IS supported");
      assertThat(openssl(gateway.port(), "-tls1_3")).contains("Max Early Data: 0");
    }
  }

  private static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all;
  }

  private String curl(int port, List<String> options) throws IOException, InterruptedException {
    Path trust = folder.resolve("ca.pem");
    Files.writeString(trust, CA.pem());
    List<String> command =
        new ArrayList<>(
            List.of(
                "curl",
                "-sS",
                "--max-time",
                "10",
                "--cacert",
                trust.toString(),
                "--resolve",
                "a.test:" + port + ":127.0.0.1",
                "https://a.test:" + port + "/"));
    command.addAll(options);
    return run(command, "");
  }

  private static String openssl(int port, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + port,
                "-servername",
                "a.test",
                "-ign_eof"));
    command.addAll(List.of(options));
    return run(command, "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
  }

  private static String run(List<String> command, String input)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(UTF_8));
    process.getOutputStream().flush();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  private static boolean installed(String program) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(program, program.equals("curl") ? "--version" : "version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
