package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Action;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.TestGateway;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers from the gateway itself. */
class GatewayAnswersIT {
  private static final Decision FIXED =
      new Decision.Fixed(new Action.FixedResponse(503, "text/plain", "closed \u2603"));

  @Test
  void fixedResponseAlsoToHeadAndAfterABody() throws Exception {
    try (TestGateway gateway = new TestGateway().decides(FIXED).apply();
        RawClient client = gateway.client()) {
      Answer answer = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.field("content-type")).isEqualTo("text/plain");
      assertThat(answer.field("content-length")).isEqualTo("10");
      assertThat(answer.fields()).doesNotContainKeys("sluice-reason", "connection");

      assertThat(client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answer(true).fields())
          .containsEntry("content-length", "10");

      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
      assertThat(client.send("llo").answer().status()).isEqualTo(503);
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
      assertThat(client.send("0\r\n\r\n").answer().status()).isEqualTo(503);
      assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().status()).isEqualTo(503);
    }
  }

  @Test
  void bodyTooLongToBeDiscardedEndsTheConnection() throws Exception {
    try (TestGateway gateway = new TestGateway().decides(FIXED).apply();
        RawClient client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
      client.send(new byte[200_000]);
      Answer answer = client.answer();
      assertThat(answer.field("connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void redirectKeepsWhatIsNotConfigured() throws Exception {
    Action.Redirect toHttps = new Action.Redirect(301, "https", null, null, null, null);
    try (TestGateway gateway = new TestGateway().decides(new Decision.Redirect(toHttps)).apply();
        RawClient client = gateway.client()) {
      Answer answer = client.send("GET /a?b HTTP/1.1\r\nHost: x.example:8080\r\n\r\n").answer();
      assertThat(answer.status()).isEqualTo(301);
      assertThat(answer.field("location")).isEqualTo("https://x.example/a?b");
      assertThat(answer.field("content-length")).isEqualTo("0");
    }
  }

  @Test
  void noRuleIs404AndAnUnknownServiceIs503() throws Exception {
    try (TestGateway gateway = new TestGateway().decides(Decision.NOT_FOUND).apply();
        RawClient client = gateway.client()) {
      Answer answer = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.field("sluice-reason")).isEqualTo("no_rule");

      gateway.decides(Decision.AMBIGUOUS).apply();
      assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().status()).isEqualTo(400);

      gateway.decides(new Decision.Forward(List.of())).apply();
      assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().field("sluice-reason"))
          .isEqualTo("no_backend_service");
    }
  }
}
