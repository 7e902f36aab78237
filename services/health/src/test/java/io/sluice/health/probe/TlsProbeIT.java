package io.sluice.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.test.TestCertificate;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.health.BadServer;
import io.sluice.health.Samples;
import io.sluice.health.domain.Pair;
import io.sluice.health.domain.ProbeTls;
import io.sluice.health.domain.Verdict;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Probes over TLS against real servers, good and bad. */
class TlsProbeIT {
  private static final TestCertificate ROOT = TestCertificate.named("root").authority().create();
  private static final TestCertificate MIDDLE =
      TestCertificate.named("middle").authority().signedBy(ROOT).create();
  private static final TestCertificate SERVER =
      TestCertificate.named("web").dns("web.test").ip("127.0.0.1").signedBy(MIDDLE).create();
  private static final ProbeTls BY_ROOT = tls(true, null, ROOT);

  private static Vertx vertx;
  private static ProbeClients clients;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    clients = new ProbeClients(vertx);
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"HTTPS", "TLS"})
  void aTargetWithATrustedCertificatePasses(Protocol protocol) throws Exception {
    try (TlsServer server = new TlsServer(SERVER, null)) {
      Verdict verdict = probe(protocol, server.port(), BY_ROOT);

      assertThat(verdict.ok()).as(verdict.detail()).isTrue();
      assertThat(server.names.poll(5, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void theServerNameIsSentAndVerified() throws Exception {
    try (TlsServer server = new TlsServer(SERVER, null)) {
      Verdict right = probe(Protocol.HTTPS, server.port(), tls(true, "web.test", ROOT));
      Verdict wrong = probe(Protocol.HTTPS, server.port(), tls(true, "other.test", ROOT));

      assertThat(right.ok()).as(right.detail()).isTrue();
      assertThat(server.names.poll(5, TimeUnit.SECONDS)).isEqualTo("web.test");
      assertThat(wrong.reason()).isEqualTo(Reason.CONNECT_FAILED);
      assertThat(wrong.detail()).contains("TLS handshake", "other.test");
    }
  }

  @Test
  void anUntrustedCertificateFailsUnlessItIsNotVerified() throws Exception {
    try (TlsServer server = new TlsServer(SERVER, null)) {
      TestCertificate stranger = TestCertificate.named("stranger").authority().create();

      for (ProbeTls tls : new ProbeTls[] {tls(true, null, stranger), tls(true, null, null)}) {
        Verdict verdict = probe(Protocol.TLS, server.port(), tls);
        assertThat(verdict.reason()).isEqualTo(Reason.CONNECT_FAILED);
        assertThat(verdict.detail()).contains("TLS handshake");
      }
      assertThat(probe(Protocol.TLS, server.port(), tls(false, "other.test", null)).ok()).isTrue();
    }
  }

  @Test
  void anExpiredCertificateFails() throws Exception {
    Instant now = Instant.now();
    TestCertificate expired =
        TestCertificate.named("old")
            .ip("127.0.0.1")
            .valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(2)))
            .signedBy(ROOT)
            .create();
    try (TlsServer server = new TlsServer(expired, null)) {
      Verdict verdict = probe(Protocol.HTTPS, server.port(), BY_ROOT);

      assertThat(verdict.reason()).isEqualTo(Reason.CONNECT_FAILED);
      assertThat(verdict.detail()).contains("NotAfter");
    }
  }

  @Test
  void aTargetThatAsksForACertificateIsShownTheServices() throws Exception {
    TestCertificate mine = TestCertificate.named("sluice").signedBy(ROOT).create();
    try (TlsServer server = new TlsServer(SERVER, ROOT)) {
      Verdict with =
          probe(
              Protocol.HTTPS,
              server.port(),
              new ProbeTls(true, null, ROOT.pem(), mine.pem(), mine.keyPem(), true));
      Verdict without = probe(Protocol.HTTPS, server.port(), BY_ROOT);

      assertThat(with.ok()).as(with.detail()).isTrue();
      assertThat(without.ok()).isFalse();
    }
  }

  @Test
  void aTargetWithoutTlsFailsTheHandshake() throws Exception {
    try (BadServer plain = BadServer.answering("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      Verdict verdict = probe(Protocol.TLS, plain.port(), BY_ROOT);

      assertThat(verdict.ok()).isFalse();
      assertThat(verdict.detail()).contains("TLS handshake");
    }
  }

  @Test
  void aTargetThatClosesDuringTheHandshakeIsAnInterrupt() throws Exception {
    try (BadServer closing = new BadServer(connection -> connection.getInputStream().read())) {
      assertThat(probe(Protocol.TLS, closing.port(), BY_ROOT).reason())
          .isEqualTo(Reason.CONNECT_INTERRUPT);
    }
  }

  @Test
  void aTargetThatIsSilentInTheHandshakeIsAConnectTimeout() throws Exception {
    try (BadServer silent = new BadServer(BadServer::awaitClose)) {
      Verdict verdict = probe(Protocol.HTTPS, silent.port(), BY_ROOT);

      assertThat(verdict.reason()).isEqualTo(Reason.CONNECT_TIMEOUT);
      assertThat(verdict.detail()).contains("TLS handshake");
    }
  }

  @Test
  void withoutItsCertificatesNothingIsConnectedTo() throws Exception {
    Verdict verdict = probe(Protocol.HTTPS, 1, new ProbeTls(true, null, null, null, null, false));

    assertThat(verdict.reason()).isEqualTo(Reason.CONNECT_FAILED);
    assertThat(verdict.detail()).contains("certificate");
  }

  private static ProbeTls tls(boolean verify, String serverName, TestCertificate authority) {
    return new ProbeTls(
        verify, serverName, authority == null ? null : authority.pem(), null, null, true);
  }

  private static Verdict probe(Protocol protocol, int port, ProbeTls tls) throws Exception {
    Pair pair = Samples.secured(protocol, port, tls);
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    ((VertxInternal) vertx)
        .createEventLoopContext()
        .runOnContext(ignored -> Probe.run(vertx, clients, pair, verdict::complete));
    return verdict.get(60, TimeUnit.SECONDS);
  }
}
