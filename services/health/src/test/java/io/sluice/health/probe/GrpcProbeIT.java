package io.sluice.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.test.TestCertificate;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.health.BadServer;
import io.sluice.health.Samples;
import io.sluice.health.domain.ProbeTls;
import io.sluice.health.domain.Verdict;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of {@code grpc.health.v1} against a real HTTP/2 server. */
class GrpcProbeIT {
  private static Vertx vertx;
  private static ProbeClients clients;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    clients = new ProbeClients(vertx);
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void aTargetThatServesPassesAndSeesAProperCall() throws Exception {
    AtomicReference<HttpServerRequest> seen = new AtomicReference<>();
    AtomicReference<Buffer> body = new AtomicReference<>();
    int port =
        serve(
            new HttpServerOptions(),
            request -> {
              seen.set(request);
              request.bodyHandler(bytes -> {
                body.set(bytes);
                answer(request.response(), 1);
              });
            });

    Verdict verdict = probe(port, null);

    assertThat(verdict.ok()).as(verdict.detail()).isTrue();
    assertThat(seen.get().version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(seen.get().path()).isEqualTo("/grpc.health.v1.Health/Check");
    assertThat(seen.get().getHeader("content-type")).isEqualTo("application/grpc");
    assertThat(seen.get().getHeader("te")).isEqualTo("trailers");
    assertThat(body.get().getBytes()).isEqualTo(new byte[5]);
  }

  @Test
  void overTlsItIsVerifiedAndSpeaksHttp2() throws Exception {
    TestCertificate server = TestCertificate.named("grpc").ip("127.0.0.1").create();
    int port =
        serve(
            new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(server.pem()))
                        .addKeyValue(Buffer.buffer(server.keyPem()))),
            request -> request.endHandler(ignored -> answer(request.response(), 1)));

    Verdict trusted = probe(port, new ProbeTls(true, null, server.pem(), null, null, true));
    Verdict untrusted = probe(port, new ProbeTls(true, null, null, null, null, true));

    assertThat(trusted.ok()).as(trusted.detail()).isTrue();
    assertThat(untrusted.reason()).isEqualTo(Reason.CONNECT_FAILED);
  }

  @ParameterizedTest
  @CsvSource({"0,UNKNOWN", "2,NOT_SERVING", "3,SERVICE_UNKNOWN"})
  void anotherStatusThanServingFails(int status, String name) throws Exception {
    int port =
        serve(
            new HttpServerOptions(),
            request -> request.endHandler(ignored -> answer(request.response(), status)));

    Verdict verdict = probe(port, null);

    assertThat(verdict.reason()).isEqualTo(Reason.HTTP_CODE_MISMATCH);
    assertThat(verdict.detail()).contains(name);
  }

  @Test
  void aServerWithoutTheHealthServiceFailsWithItsStatus() throws Exception {
    int port =
        serve(
            new HttpServerOptions(),
            request ->
                request
                    .response()
                    .putHeader("content-type", "application/grpc")
                    .putHeader("grpc-status", "12")
                    .putHeader("grpc-message", "unimplemented")
                    .end());

    Verdict verdict = probe(port, null);

    assertThat(verdict.reason()).isEqualTo(Reason.HTTP_CODE_MISMATCH);
    assertThat(verdict.detail()).contains("12", "unimplemented");
  }

  @Test
  void anotherCodeThan200Fails() throws Exception {
    int port =
        serve(new HttpServerOptions(), request -> request.response().setStatusCode(404).end());

    Verdict verdict = probe(port, null);

    assertThat(verdict.reason()).isEqualTo(Reason.HTTP_CODE_MISMATCH);
    assertThat(verdict.detail()).contains("404");
  }

  @Test
  void anAnswerWithoutTrailersOrMessageIsMalformed() throws Exception {
    int port =
        serve(
            new HttpServerOptions(),
            request -> request.endHandler(ignored -> request.response().end("hello")));

    assertThat(probe(port, null).reason()).isEqualTo(Reason.RESPONSE_FORMAT_ERROR);
    int bare =
        serve(
            new HttpServerOptions(),
            request -> request.response().putHeader("grpc-status", "0").end());
    assertThat(probe(bare, null).reason()).isEqualTo(Reason.RESPONSE_FORMAT_ERROR);
  }

  @Test
  void aStreamThatIsResetFailsTheReading() throws Exception {
    int port = serve(new HttpServerOptions(), request -> request.response().reset(7));

    assertThat(probe(port, null).reason()).isEqualTo(Reason.RECEIVE_RESPONSE_FAILED);
  }

  @Test
  void aTargetThatSpeaksHttp1IsMalformed() throws Exception {
    try (BadServer plain =
        BadServer.answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(probe(plain.port(), null).reason()).isEqualTo(Reason.RESPONSE_FORMAT_ERROR);
    }
  }

  @Test
  void aTargetThatNeverAnswersTimesOut() throws Exception {
    int port = serve(new HttpServerOptions(), request -> {});

    assertThat(probe(port, null).reason()).isEqualTo(Reason.RECEIVE_RESPONSE_TIMEOUT);
  }

  private static void answer(HttpServerResponse response, int status) {
    response
        .putHeader("content-type", "application/grpc")
        .putTrailer("grpc-status", "0")
        .end(Buffer.buffer(new byte[] {0, 0, 0, 0, 2, 8, (byte) status}));
  }

  private static int serve(HttpServerOptions options, Handler<HttpServerRequest> handler)
      throws Exception {
    HttpServer server =
        vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0)).requestHandler(handler);
    return server
        .listen()
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .actualPort();
  }

  private static Verdict probe(int port, ProbeTls tls) throws Exception {
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    ((VertxInternal) vertx)
        .createEventLoopContext()
        .runOnContext(ignored ->
            Probe.run(
                vertx, clients, Samples.secured(Protocol.GRPC, port, tls), verdict::complete));
    return verdict.get(60, TimeUnit.SECONDS);
  }
}
