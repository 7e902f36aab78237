package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.BackendService.ForwardedMode;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The duties of an HTTP proxy, seen by the bytes that targets and clients get. */
class ProxyDutiesIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";

  @Test
  void requestReachesTargetWithForwardingFieldsAndAnswerComesBack() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("hello");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      client.send("GET /a?b=c HTTP/1.1\r\nHost: shop.example:81\r\nX-Own: 1\r\n\r\n");
      Answer answer = client.answer();

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

  @Test
  void clientAddressIsAppendedPreservedOrRemoved() throws Exception {
    String request = GET + "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-For: 8.8.8.8\r\n\r\n";
    try (RecordingTarget target = RecordingTarget.answering("");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      client.send(request).answer();
      assertThat(target.received()).contains("X-Forwarded-For: 9.9.9.9, 8.8.8.8, 127.0.0.1\r\n");

      setForwardedFor(gateway, ForwardedMode.PRESERVE);
      client.send(request).answer();
      assertThat(target.received())
          .contains("X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-For: 8.8.8.8\r\n");

      setForwardedFor(gateway, ForwardedMode.REMOVE);
      client.send(request).answer();
      assertThat(target.received().split("GET / ")[3]).doesNotContain("X-Forwarded-For");
    }
  }

  private static void setForwardedFor(TestGateway gateway, ForwardedMode mode) {
    gateway
        .service(s ->
            new TestGateway.ServiceSettings(
                s.connectTimeout(), s.responseTimeout(), null, s.retries(), mode, false))
        .apply();
  }

  @Test
  void hopByHopFieldsOfRequestAreRemovedAndTheGatewaysOwnAreNot() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      client
          .send(
              GET
                  + "Connection: X-Secret, Host, X-Forwarded-For, Via, keep-alive\r\n"
                  + "X-Secret: 1\r\nKeep-Alive: 5\r\nProxy-Connection: close\r\nTE: trailers\r\n"
                  + "Upgrade: h2c\r\nHTTP2-Settings: AA\r\nX-Kept: 1\r\n\r\n")
          .answer();

      assertThat(target.received())
          .contains("Host: a\r\n", "X-Kept: 1\r\n", "X-Forwarded-For: 127.0.0.1\r\n", "Via: ")
          .doesNotContainIgnoringCase("Connection:")
          .doesNotContain("X-Secret", "Keep-Alive", "TE:", "Upgrade", "HTTP2-Settings");
    }
  }

  @Test
  void hopByHopFieldsOfAnswerAreRemoved() throws Exception {
    try (RecordingTarget target =
            scripted(
                "HTTP/1.1 200 OK\r\nConnection: X-Secret\r\nX-Secret: 1\r\nKeep-Alive: 5\r\n"
                    + "Server: own\r\nDate: today\r\nContent-Length: 2\r\n\r\nok");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      Answer answer = client.send(GET + "\r\n").answer();

      assertThat(answer.body()).isEqualTo("ok");
      assertThat(answer.fields()).doesNotContainKeys("x-secret", "keep-alive", "connection");
      assertThat(answer.field("server")).isEqualTo("own");
      assertThat(answer.field("date")).isEqualTo("today");
    }
  }

  @Test
  void absoluteTargetBecomesOriginFormAndBeatsHost() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      client.send("GET http://real.example:8/x?y HTTP/1.1\r\nHost: other\r\n\r\n").answer();
      client.send("OPTIONS http://real.example HTTP/1.1\r\nHost: other\r\n\r\n").answer();
      client.send("GET http://real.example?q HTTP/1.1\r\nHost: other\r\n\r\n").answer();

      assertThat(target.received())
          .contains("GET /x?y HTTP/1.1\r\nHost: real.example:8\r\n")
          .contains("OPTIONS * HTTP/1.1\r\nHost: real.example\r\n")
          .contains("GET /?q HTTP/1.1\r\nHost: real.example\r\n")
          .doesNotContain("other");
    }
  }

  @Test
  void keepAliveUsesOneConnectionToTheTarget() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("x");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.send(GET + "\r\n").answer().status()).isEqualTo(200);
      }
      assertThat(target.connections()).hasSize(1);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              for (String r = connection.request(); r != null; r = connection.request()) {
                String path = r.substring(4, r.indexOf(' ', 4));
                connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
              }
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 500; i++) {
        requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      client.send(requests.toString());

      for (int i = 0; i < 500; i++) {
        assertThat(client.answer().body()).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void http10ClientGetsNoChunksAndAnEndedConnection() throws Exception {
    try (RecordingTarget target =
            scripted("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      Answer answer = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").answer();

      assertThat(answer.body()).isEqualTo("abc");
      assertThat(answer.fields()).doesNotContainKeys("transfer-encoding");
      assertThat(target.received()).contains("GET / HTTP/1.1\r\n").contains("Host: 127.0.0.1:");
      assertThat(target.received()).contains("Via: 1.0 test");
    }
  }

  @Test
  void http10ClientIsKeptWhenItAsksAndTheLengthIsKnown() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("abc");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 3; i++) {
        Answer answer =
            client.send("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n").answer();
        assertThat(answer.field("connection")).isEqualTo("keep-alive");
      }
      client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n").answer();
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void answerThatEndsWithTheConnectionBecomesChunked() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 2; i++) {
        Answer answer = client.send(GET + "\r\n").answer();
        assertThat(answer.field("transfer-encoding")).isEqualTo("chunked");
        assertThat(answer.body()).isEqualTo("until the end");
      }
    }
  }

  @Test
  void headNoContentAndNotModifiedHaveNoBody() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
              connection.head();
              connection.send("HTTP/1.1 204 No Content\r\n\r\n");
              connection.head();
              connection.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n");
              connection.head();
              connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              connection.readToEnd();
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      Answer head = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answer(true);
      assertThat(head.field("content-length")).isEqualTo("99");
      assertThat(client.send(GET + "\r\n").answer().status()).isEqualTo(204);
      assertThat(client.send(GET + "\r\n").answer().field("content-length")).isEqualTo("99");
      assertThat(client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answer(true).status())
          .isEqualTo(200);
      assertThat(target.connections()).hasSize(1);
    }
  }

  @Test
  void chunksAndTrailersPassBothWays() throws Exception {
    try (RecordingTarget target =
            scripted(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                    + "3;ext=1\r\nabc\r\n0\r\nX-Sum: 7\r\nContent-Length: 4\r\n\r\n");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      Answer answer =
          client
              .send(
                  "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                      + "2\r\nhi\r\n0\r\nX-Up: 1\r\nHost: evil\r\n\r\n")
              .answer();

      assertThat(answer.body()).isEqualTo("abc[X-Sum: 7]");
      assertThat(target.received()).endsWith("\r\n\r\n2\r\nhi\r\n0\r\nX-Up: 1\r\n\r\n");
    }
  }

  @Test
  void expectContinueIsPassedOnAndInterimAnswersComeBack() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
              connection.send("HTTP/1.1 100 Continue\r\n\r\n");
              connection.read(4);
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              connection.readToEnd();
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.answer().field("link")).isEqualTo("</x>");
      assertThat(client.answer().status()).isEqualTo(100);
      assertThat(client.send("body").answer().body()).isEqualTo("ok");
      assertThat(target.received()).contains("Expect: 100-continue\r\n").endsWith("body");
    }
  }

  @Test
  void http10ClientGetsNoInterimAnswer() throws Exception {
    try (RecordingTarget target =
            scripted(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      Answer answer = client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n").answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("ok");
    }
  }

  @Test
  void finalAnswerBeforeTheBodyIsPassedOnAndTheConnectionEnds() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno");
              connection.readToEnd();
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
      Answer answer = client.answer();

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.field("connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void earlyAnswerOfATargetThatStopsReadingReachesAClientThatStillSends() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send(
                  "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n");
      client.send(new byte[100_000]);
      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"
      })
  void truncatedAnswerDoesNotLookComplete(String script) throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send(script);
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client();
        RawClient old = gateway.client()) {
      String rest = client.send(GET + "\r\n").rest();
      assertThat(rest).contains("abc").doesNotContain("0\r\n\r\n");

      assertThat(old.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n").rest())
          .satisfiesAnyOf(
              r -> assertThat(r).contains("Content-Length: 10"),
              r -> assertThat(r).endsWith("<reset>"));
      await().until(() -> gateway.summaries().size() == 2);
      assertThat(gateway.summaries()).allMatch(s -> s.reason() == Reason.UPSTREAM_RESET);
    }
  }

  @Test
  void abortOfTheClientEndsTheTargetsWorkAtOnce() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.readToEnd();
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      client.send(GET + "\r\n");
      await().until(() -> target.requests() == 1);
      client.close();

      await().until(() -> target.connections().getFirst().ended());
      await().until(() -> gateway.summaries().size() == 1);
      assertThat(gateway.summaries().getFirst().reason()).isEqualTo(Reason.CLIENT_CLOSED);
      assertThat(gateway.report().activeByTarget()).isEmpty();
    }
  }

  @Test
  void bytesAfterAnAnswerNeverReachTheNextClient() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              while (connection.request() != null) {
                connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
              }
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.send(GET + "\r\n").answer().body()).isEqualTo("ok");
      }
      assertThat(target.connections()).hasSize(5);
    }
  }

  private static RecordingTarget scripted(String answer) throws Exception {
    return new RecordingTarget(connection -> {
      while (connection.request() != null) {
        connection.send(answer);
      }
    });
  }
}
