package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TestGateway.ListenerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limits of a listener: what is refused, how, and that no target hears of it. */
class LimitsIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private RecordingTarget target;
  private TestGateway gateway;

  @BeforeEach
  void start() throws Exception {
    target = RecordingTarget.answering("ok");
    gateway =
        new TestGateway()
            .targets(target)
            .listener(l -> new ListenerSettings(2, 1, 2048, 1000))
            .apply();
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    target.close();
  }

  @Test
  void longHeadIs431() throws Exception {
    String fields = ("X-Field: " + "x".repeat(91) + "\r\n").repeat(19);
    assertThat(answer("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n").status()).isEqualTo(200);
    refused(431, "request_header_too_large", "GET / HTTP/1.1\r\nHost: a\r\n" + fields + fields);
  }

  @Test
  void manyFieldsAre431() throws Exception {
    refused(
        431,
        "request_header_too_large",
        "GET / HTTP/1.1\r\nHost: a\r\n" + "a: b\r\n".repeat(200) + "\r\n");
  }

  @Test
  void longTargetIs414() throws Exception {
    refused(414, "uri_too_long", "GET /" + "x".repeat(3000));
    refused(414, "uri_too_long", "GET /" + "x".repeat(2040) + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  @Test
  void announcedLargeBodyIs413BeforeAByteIsSent() throws Exception {
    refused(
        413,
        "request_body_too_large",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n" + "x".repeat(1001));
    assertThat(
            answer("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1000))
                .status())
        .isEqualTo(200);
  }

  @Test
  void chunkedBodyAboveTheLimitIs413AndNeverCompleteAtTheTarget() throws Exception {
    try (RawClient client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 3; i++) {
        client.send("190\r\n" + "x".repeat(400) + "\r\n");
      }
      assertThat(client.answer().status()).isEqualTo(413);
      assertThat(client.rest()).isEmpty();
    }
    assertThat(target.received()).doesNotContain("0\r\n\r\n");
    await().until(() -> target.connections().stream().allMatch(c -> c.ended()));
  }

  @Test
  void clientThatStillSendsIsAbleToReadTheRefusal() throws Exception {
    try (RawClient client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 400000\r\n\r\n");
      client.send(new byte[400_000]);
      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void headThatComesTooSlowlyIs408() throws Exception {
    try (RawClient client = gateway.client()) {
      client.send("GET / HTTP/1.1\r\n");
      Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.field("sluice-reason")).isEqualTo("request_header_timeout");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void headTimerCountsFromTheFirstByteOfEachHead() throws Exception {
    try (RawClient client = gateway.client()) {
      assertThat(client.send(GET).answer().status()).isEqualTo(200);
      assertThat(client.send(GET + "GET /").answer().status()).isEqualTo(200);
      assertThat(client.answer().status()).isEqualTo(408);
    }
  }

  @Test
  void idleConnectionsAreClosed() throws Exception {
    try (RawClient client = gateway.client();
        RawClient silent = gateway.client()) {
      client.send(GET).answer();
      assertThat(client.ended()).isTrue();
      assertThat(silent.ended()).isTrue();
    }
  }

  @Test
  void clientThatStopsInsideItsBodyIsCutAndSoIsTheTarget() throws Exception {
    try (RawClient client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf");
      assertThat(client.rest()).doesNotContain("200");
      await().until(() -> target.connections().getFirst().ended());
    }
  }

  private Answer answer(String request) throws Exception {
    try (RawClient client = gateway.client()) {
      return client.send(request).answer();
    }
  }

  private void refused(int status, String reason, String request) throws Exception {
    String before = target.received();
    try (RawClient client = gateway.client()) {
      Answer answer = client.send(request).answer();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.field("sluice-reason")).isEqualTo(reason);
      assertThat(client.rest()).isEmpty();
    }
    assertThat(target.received()).isEqualTo(before);
  }
}
