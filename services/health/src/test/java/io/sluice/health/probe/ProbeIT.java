package io.sluice.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.health.BadServer;
import io.sluice.health.Samples;
import io.sluice.health.domain.Pair;
import io.sluice.health.domain.Verdict;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every reason is told apart against real sockets that misbehave. */
class ProbeIT {
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

  @Test
  void anHttpTargetPassesAndSeesAProperRequest() throws Exception {
    CompletableFuture<String> request = new CompletableFuture<>();
    try (BadServer server =
        new BadServer(connection -> {
          request.complete(BadServer.readHead(connection));
          connection
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes());
        })) {
      Verdict verdict = probe(server.port(), Samples.http("GET", "/ready?x=1", "200", "ok"));

      assertThat(verdict.ok()).as(verdict.detail()).isTrue();
      assertThat(request.get(5, TimeUnit.SECONDS))
          .isEqualTo(
              "GET /ready?x=1 HTTP/1.1\r\nHost: 127.0.0.1:"
                  + server.port()
                  + "\r\nUser-Agent: Sluice-HealthCheck\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    }
  }

  @Test
  void aTcpTargetPassesWhenItAccepts() throws Exception {
    try (BadServer server = new BadServer(BadServer::awaitClose)) {
      assertThat(probe(server.port(), Samples.tcp()).ok()).isTrue();
    }
  }

  @Test
  void aHostNameIsResolved() throws Exception {
    try (BadServer server = new BadServer(BadServer::awaitClose)) {
      assertThat(probe(Samples.pair("localhost", server.port(), Samples.tcp())).ok()).isTrue();
    }
  }

  @Test
  void aClosedPortIsAFailedConnection() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }

    assertThat(probe(closed, Samples.http()).reason()).isEqualTo(Reason.CONNECT_FAILED);
    assertThat(probe(closed, Samples.tcp()).reason()).isEqualTo(Reason.CONNECT_FAILED);
  }

  @Test
  void aTargetThatDoesNotAnswerTheHandshakeIsAConnectTimeout() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<SocketChannel> fillers = fill(full);

      Verdict verdict = probe(full.getLocalPort(), Samples.http());

      assertThat(verdict.reason()).isEqualTo(Reason.CONNECT_TIMEOUT);
      for (SocketChannel filler : fillers) {
        filler.close();
      }
    }
  }

  /** Tried until the reset won: the kernel decides whether it comes before the connect is seen. */
  @Test
  void aConnectionResetBeforeItIsTakenOverIsAnInterrupt() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(resetWhileConnecting()).isEqualTo(Reason.CONNECT_INTERRUPT));
  }

  private Reason resetWhileConnecting() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Pair pair = Samples.pair(server.getLocalPort(), Samples.http());
      CompletableFuture<Verdict> verdict = new CompletableFuture<>();
      CountDownLatch reset = new CountDownLatch(1);
      onEventLoop(() -> {
        Probe.run(vertx, clients, pair, verdict::complete);
        // The event loop learns of its connection only when the reset has come as well.
        vertx.runOnContext(ignored -> {});
        await(reset);
      });
      try (Socket connection = server.accept()) {
        connection.setSoLinger(true, 0);
      }
      reset.countDown();
      return verdict.get(5, TimeUnit.SECONDS).reason();
    }
  }

  @Test
  void aTargetThatClosesBeforeItsAnswerIsAReceiveFailure() throws Exception {
    try (BadServer server = new BadServer(BadServer::readHead)) {
      assertThat(probe(server.port(), Samples.http()).reason())
          .isEqualTo(Reason.RECEIVE_RESPONSE_FAILED);
    }
  }

  @Test
  void aTargetThatResetsWithinItsAnswerIsAReceiveFailure() throws Exception {
    try (BadServer server =
        new BadServer(connection -> {
          BadServer.readHead(connection);
          connection
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".getBytes());
          connection.setSoLinger(true, 0);
        })) {
      assertThat(probe(server.port(), Samples.http()).reason())
          .isEqualTo(Reason.RECEIVE_RESPONSE_FAILED);
    }
  }

  @Test
  void aSilentTargetIsAReceiveTimeout() throws Exception {
    try (BadServer server = new BadServer(BadServer::awaitClose)) {
      assertThat(probe(server.port(), Samples.http()).reason())
          .isEqualTo(Reason.RECEIVE_RESPONSE_TIMEOUT);
    }
  }

  @Test
  void aTargetThatStopsWithinItsAnswerIsAReceiveTimeout() throws Exception {
    try (BadServer server =
        new BadServer(connection -> {
          BadServer.readHead(connection);
          connection
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".getBytes());
          BadServer.awaitClose(connection);
        })) {
      assertThat(probe(server.port(), Samples.http()).reason())
          .isEqualTo(Reason.RECEIVE_RESPONSE_TIMEOUT);
    }
  }

  @Test
  void aCodeThatIsNotExpectedIsAMismatch() throws Exception {
    try (BadServer server = BadServer.answering("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(probe(server.port(), Samples.http()).reason())
          .isEqualTo(Reason.HTTP_CODE_MISMATCH);
    }
  }

  @Test
  void anAnswerThatIsNotHttpIsAFormatError() throws Exception {
    try (BadServer server = BadServer.answering("220 mail.example.com ESMTP\r\n")) {
      assertThat(probe(server.port(), Samples.http()).reason())
          .isEqualTo(Reason.RESPONSE_FORMAT_ERROR);
    }
  }

  @Test
  void anAnswerWithoutTheExpectedTextIsAFormatError() throws Exception {
    try (BadServer server =
        BadServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndown")) {
      assertThat(probe(server.port(), Samples.http("GET", "/", "200", "up")).reason())
          .isEqualTo(Reason.RESPONSE_FORMAT_ERROR);
    }
  }

  @Test
  void anEndlessBodyIsReadNoFurtherThan64KiB() throws Exception {
    byte[] piece = "x".repeat(8_192).getBytes();
    try (BadServer server =
        new BadServer(connection -> {
          BadServer.readHead(connection);
          connection.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes());
          while (true) {
            connection.getOutputStream().write(piece);
          }
        })) {
      assertThat(probe(server.port(), Samples.http()).ok()).isTrue();
    }
  }

  /** Connects until the kernel drops further handshakes. */
  private static List<SocketChannel> fill(ServerSocket full) throws IOException {
    List<SocketChannel> fillers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      SocketChannel filler = SocketChannel.open();
      filler.configureBlocking(false);
      filler.connect(new InetSocketAddress("127.0.0.1", full.getLocalPort()));
      fillers.add(filler);
    }
    return fillers;
  }

  private static Verdict probe(int port, HealthCheck check) throws Exception {
    return probe(Samples.pair(port, check));
  }

  private static Verdict probe(Pair pair) throws Exception {
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    onEventLoop(() -> Probe.run(vertx, clients, pair, verdict::complete));
    return verdict.get(10, TimeUnit.SECONDS);
  }

  private static void onEventLoop(Runnable task) {
    ((VertxInternal) vertx).createEventLoopContext().runOnContext(ignored -> task.run());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
