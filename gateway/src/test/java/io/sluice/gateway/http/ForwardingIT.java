package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import org.junit.jupiter.api.Test;

/** What targets and clients get of each other's messages. */
class ForwardingIT {
  @Test
  void requestReachesTargetWithForwardingFieldsAndAnswerComesBack() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("hello");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      client.send("GET /a?b=c HTTP/1.1\r\nHost: shop.example:81\r\nX-Own: 1\r\n\r\n");
      RawClient.Answer answer = client.answer();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("hello");
      assertThat(answer.field("via")).isEqualTo("1.1 test");
      assertThat(target.received())
          .isEqualTo(
              "GET /a?b=c HTTP/1.1\r\nHost: shop.example:81\r\nX-Own: 1\r\n"
                  + "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Port: "
                  + gateway.port()
                  + "\r\nX-Forwarded-Host: shop.example:81\r\nVia: 1.1 test\r\n\r\n");
    }
  }
}
