package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import org.junit.jupiter.api.Test;

/** How far a request goes. */
class LoopsAndMaxForwardsIT {
  @Test
  void requestThatComesBackAgainAndAgainIsALoop() throws Exception {
    try (TestGateway gateway = new TestGateway()) {
      gateway.ports(gateway.port()).apply();
      try (RawClient client = gateway.client()) {
        Answer answer = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();

        assertThat(answer.status()).isEqualTo(508);
        assertThat(answer.field("sluice-reason")).isEqualTo("loop");
      }
      await().untilAsserted(() -> assertThat(gateway.summaries()).hasSizeBetween(4, 5));
    }
  }

  @Test
  void gatewaysMayBeChained() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway third = TestGateway.to(target);
        TestGateway second = new TestGateway().ports(third.port()).apply();
        TestGateway first = new TestGateway().ports(second.port()).apply();
        RawClient client = first.client()) {
      assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().body()).isEqualTo("ok");
      assertThat(target.received()).contains("Via: 1.1 test, 1.1 test, 1.1 test\r\n");
    }
  }

  @Test
  void optionsEndsWhereItsForwardsAreUsedUp() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway second = TestGateway.to(target);
        TestGateway first = new TestGateway().ports(second.port()).apply();
        RawClient client = first.client()) {
      for (String uri : new String[] {"/x", "*"}) {
        for (int i = 0; i < 2; i++) {
          client.send("OPTIONS " + uri + " HTTP/1.1\r\nHost: a\r\nMax-Forwards: " + i + "\r\n\r\n");
          Answer own = client.answer();
          assertThat(own.status()).isEqualTo(200);
          assertThat(own.field("allow")).contains("OPTIONS").doesNotContain("TRACE");
          assertThat(own.body()).isEmpty();
        }
      }
      assertThat(target.received()).isEmpty();

      client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\nMax-Forwards: 2\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("ok");
      assertThat(target.received())
          .startsWith("OPTIONS * ")
          .containsIgnoringCase("Max-Forwards: 0\r\n");
      client.send("GET / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("ok");
    }
  }
}
