package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.BackendService.ForwardedMode;
import io.sluice.gateway.observe.RequestSummary;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that fail: what is tried again, and what a client is told. */
class FailuresIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

  @Test
  void noTargetIs503() throws Exception {
    try (TestGateway gateway = TestGateway.to();
        RawClient client = gateway.client()) {
      assertFailed(client.send(GET).answer(), 503, "no_target");
      assertFailed(client.send(GET).answer(), 503, "no_target");
    }
  }

  @Test
  void refusedConnectionIs502AndTheClientsConnectionStays() throws Exception {
    try (TestGateway gateway = new TestGateway().ports(closedPort()).apply();
        RawClient client = gateway.client()) {
      assertFailed(client.send(GET).answer(), 502, "connect_failed");
      assertFailed(client.send(POST).answer(), 502, "connect_failed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GET, POST})
  void refusedConnectionIsTriedOnAnotherTarget(String request) throws Exception {
    try (RecordingTarget alive = RecordingTarget.answering("ok");
        TestGateway gateway = new TestGateway().ports(closedPort(), alive.port()).apply();
        RawClient client = gateway.client()) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.send(request).answer().status()).isEqualTo(200);
      }
      assertThat(gateway.summaries()).anyMatch(s -> s.attempts() == 2);
    }
  }

  @Test
  void retriesAreBounded() throws Exception {
    try (RecordingTarget alive = RecordingTarget.answering("ok");
        TestGateway gateway =
            new TestGateway()
                .service(s -> service(s, 2, 10, null, 2))
                .ports(closedPort(), closedPort(), closedPort(), closedPort(), alive.port())
                .apply();
        RawClient client = gateway.client()) {
      List<Integer> attempts = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        client.send(GET).answer();
      }
      gateway.summaries().forEach(s -> attempts.add(s.attempts()));
      assertThat(attempts).allMatch(n -> n <= 3).contains(3);
    }
  }

  @Test
  void connectionThatDiesBeforeAnAnswerIsTriedOnAnotherTargetOnlyIfRepeatable() throws Exception {
    try (RecordingTarget dying = dyingAfterRequest();
        RecordingTarget alive = RecordingTarget.answering("ok");
        TestGateway gateway = TestGateway.to(dying, alive);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 6; i++) {
        assertThat(client.send(GET).answer().status()).isEqualTo(200);
      }
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        statuses.add(client.send(POST).answer().status());
      }
      assertThat(statuses).containsExactlyInAnyOrder(200, 200, 200, 502, 502, 502);
      String posts = alive.received() + dying.received();
      assertThat(posts.split("POST / ", -1)).as("each is sent once").hasSize(6 + 1);
    }
  }

  @Test
  void connectionThatDiedWhileItWasKeptIsReplacedOnTheSameTarget() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.request();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              connection.request();
            });
        TestGateway gateway = new TestGateway().service(s -> service(s, 2, 10, null, 0))) {
      gateway.targets(target).apply();
      try (RawClient client = gateway.client()) {
        for (int i = 0; i < 6; i++) {
          assertThat(client.send(GET).answer().status()).isEqualTo(200);
        }
      }
      assertThat(gateway.summaries()).allMatch(s -> s.attempts() == 1);
    }
  }

  @Test
  void targetThatEndsWithoutAnAnswerIs502() throws Exception {
    try (RecordingTarget dying = dyingAfterRequest();
        TestGateway gateway = TestGateway.to(dying);
        RawClient client = gateway.client()) {
      assertFailed(client.send(GET).answer(), 502, "upstream_reset");
      assertFailed(client.send(POST).answer(), 502, "upstream_reset");
    }
  }

  @Test
  void silentTargetIs504AfterTheResponseTimeout() throws Exception {
    try (RecordingTarget silent = silent();
        TestGateway gateway = new TestGateway().service(s -> service(s, 2, 1, null, 1))) {
      gateway.targets(silent).apply();
      try (RawClient client = gateway.client()) {
        long start = System.nanoTime();
        assertFailed(client.send(GET).answer(), 504, "response_timeout");
        assertThat(System.nanoTime() - start).isGreaterThan(1_000_000_000L);
        await().until(() -> silent.connections().getFirst().ended());
      }
      assertThat(silent.connections()).hasSize(1);
    }
  }

  @Test
  void targetThatPausesInsideItsAnswerIsCut() throws Exception {
    try (RecordingTarget pausing =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
              connection.readToEnd();
            });
        TestGateway gateway = new TestGateway().service(s -> service(s, 2, 1, null, 1))) {
      gateway.targets(pausing).apply();
      try (RawClient client = gateway.client()) {
        assertThat(client.send(GET).rest()).endsWith("abc");
      }
    }
  }

  @Test
  void slowRequestAsAWholeIs504() throws Exception {
    try (RecordingTarget silent = silent();
        TestGateway gateway = new TestGateway().service(s -> service(s, 2, 60, 1, 1))) {
      gateway.targets(silent).apply();
      try (RawClient client = gateway.client()) {
        assertFailed(client.send(GET).answer(), 504, "request_timeout");
      }
    }
  }

  @Test
  void targetWhoseConnectionsAreNotAcceptedIs504AfterTheConnectTimeout() throws Exception {
    // The kernel accepts up to the backlog by itself and then drops what comes.
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TestGateway gateway = new TestGateway().service(s -> service(s, 1, 10, null, 0))) {
      List<Socket> fillers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Socket filler = new Socket();
        fillers.add(filler);
        try {
          filler.connect(full.getLocalSocketAddress(), 100);
        } catch (java.net.SocketTimeoutException backlogIsFull) {
          break;
        }
      }
      gateway.ports(full.getLocalPort()).apply();
      try (RawClient client = gateway.client()) {
        assertFailed(client.send(GET).answer(), 504, "connect_timeout");
      }
      for (Socket filler : fillers) {
        filler.close();
      }
    }
  }

  @Test
  void requestsInFlightAreCountedAndLeaveNothingBehind() throws Exception {
    try (RecordingTarget dying = dyingAfterRequest();
        RecordingTarget alive = RecordingTarget.answering("ok");
        TestGateway gateway = TestGateway.to(dying, alive);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 10; i++) {
        client.send(i < 6 ? GET : POST).answer();
      }
      assertThat(gateway.report().activeByTarget()).isEmpty();
      assertThat(gateway.summaries()).hasSize(10).extracting(RequestSummary::status).contains(502);
    }
  }

  private static RecordingTarget dyingAfterRequest() throws Exception {
    return new RecordingTarget(RecordingTarget.Connection::request);
  }

  private static RecordingTarget silent() throws Exception {
    return new RecordingTarget(RecordingTarget.Connection::readToEnd);
  }

  private static void assertFailed(Answer answer, int status, String reason) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.field("sluice-reason")).isEqualTo(reason);
    assertThat(answer.field("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status, "\"reason\":\"" + reason + "\"");
  }

  private static TestGateway.ServiceSettings service(
      TestGateway.ServiceSettings s, int connect, int response, Integer whole, int retries) {
    return new TestGateway.ServiceSettings(
        connect, response, whole, retries, ForwardedMode.APPEND, s.forwardedFields());
  }

  private static int closedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
