package io.sluice.gateway.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.ListenerLimits;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TestSettings.ListenerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
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
  void moreFieldsThanTheLimitAre431() throws Exception {
    gateway.limits(limits(50, 8192, 128, 0, null)).apply();
    assertThat(answer(fields(50)).status()).isEqualTo(200);
    refused(431, "request_header_too_large", fields(51));
    gateway.limits(limits(200, 8192, 128, 0, null)).apply();
    assertThat(answer(fields(200)).status()).isEqualTo(200);
    refused(431, "request_header_too_large", fields(201));
  }

  @Test
  void longTargetIs414() throws Exception {
    refused(414, "uri_too_long", "GET /" + "x".repeat(3000));
    refused(414, "uri_too_long", "GET /" + "x".repeat(2040) + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  @Test
  void targetAboveTheListenersLimitIs414AndItsWholeLengthCounts() throws Exception {
    gateway.limits(limits(100, 256, 128, 0, null)).apply();
    String longest = "/" + "x".repeat(200) + "?" + "y".repeat(54);
    assertThat(answer("GET " + longest + " HTTP/1.1\r\nHost: a\r\n\r\n").status()).isEqualTo(200);
    refused(414, "uri_too_long", "GET " + longest + "z HTTP/1.1\r\nHost: a\r\n\r\n");
    refused(414, "uri_too_long", "GET " + longest + "z".repeat(100));
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
      // Refused before it is connected, the connection would be kept for others.
      await().until(() -> target.requests() == 1);
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
  void headThatDripsIs408HoweverManyBytesCome() throws Exception {
    try (RawClient client = gateway.client()) {
      client.send(GET).answer();
      String endless = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(200);
      assertThat(drip(client, endless).status()).isEqualTo(408);
    }
  }

  @Test
  void bodyBelowTheLeastRateIs408AndTheTargetSeesItCut() throws Exception {
    gateway.limits(limits(100, 8192, 1000, 0, null)).apply();
    try (RawClient client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
      Answer answer = drip(client, "x".repeat(999));
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.field("sluice-reason")).isEqualTo("request_body_too_slow");
      assertThat(answer.field("connection")).isEqualTo("close");
      await().until(() -> target.connections().getFirst().ended());
    }
  }

  @Test
  void bodyThatDripsInsideAChunkExtensionIs408() throws Exception {
    try (RawClient client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;a=");
      assertThat(drip(client, "x".repeat(200)).status()).isEqualTo(408);
    }
  }

  @Test
  void requestsAboveTheRateAre429AndTheConnectionStays() throws Exception {
    gateway.limits(limits(100, 8192, 128, 0, 5)).apply();
    try (RawClient client = gateway.client();
        RawClient other = gateway.client()) {
      for (int i = 0; i < 5; i++) {
        assertThat((i % 2 == 0 ? client : other).send(GET).answer().status()).isEqualTo(200);
      }
      Answer answer = client.send(GET).answer();
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.field("sluice-reason")).isEqualTo("too_many_requests");
      assertThat(answer.field("retry-after")).isEqualTo("1");
      assertThat(target.requests()).isEqualTo(5);
      await().until(() -> client.send(GET).answer().status() == 200);
    }
  }

  @Test
  void lastRequestOfAConnectionIsAnsweredWithClose() throws Exception {
    gateway.limits(limits(100, 8192, 128, 2, null)).apply();
    try (RawClient client = gateway.client()) {
      client.send(GET + GET + GET);
      assertThat(client.answer().field("connection")).isNull();
      Answer last = client.answer();
      assertThat(last.status()).isEqualTo(200);
      assertThat(last.field("connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
    assertThat(target.requests()).isEqualTo(2);
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

  private static ListenerLimits limits(
      int fields, int uriBytes, int bodyRate, int requests, Integer requestsPerSecond) {
    return new ListenerLimits(
        fields, uriBytes, bodyRate, requests, null, null, requestsPerSecond, null);
  }

  private static String fields(int count) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + "a: b\r\n".repeat(count - 1) + "\r\n";
  }

  /** Sends a byte from time to time until there is an answer. */
  private static Answer drip(RawClient client, String text) {
    Iterator<Integer> bytes = text.chars().iterator();
    await()
        .pollInterval(50, MILLISECONDS)
        .until(() -> {
          if (client.in().available() == 0) {
            client.send(Character.toString(bytes.next()));
          }
          return client.in().available() > 0;
        });
    try {
      return client.answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
