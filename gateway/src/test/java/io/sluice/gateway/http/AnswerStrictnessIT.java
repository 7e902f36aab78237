package io.sluice.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testkit.Corpus;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that can be read in two ways never reach a client as one; the cases are answers.txt. */
class AnswerStrictnessIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String HEAD = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final int MAX_PIECES = 300;

  private static volatile String script;
  private static volatile boolean inPieces;
  private static RecordingTarget target;
  private static TestGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    target =
        new RecordingTarget(connection -> {
          while (connection.head() != null) {
            send(connection);
          }
        });
    gateway = TestGateway.to(target);
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    target.close();
  }

  static List<Corpus.Case> answers() {
    return Corpus.of(AnswerStrictnessIT.class, "answers.txt");
  }

  @ParameterizedTest
  @MethodSource("answers")
  void wholeAndByteByByte(Corpus.Case c) throws Exception {
    script = c.sent();
    for (boolean pieces : new boolean[] {false, true}) {
      inPieces = pieces;
      try (RawClient client = gateway.client()) {
        boolean toHead = c.name().startsWith("HEAD");
        client.send(toHead ? HEAD : GET);
        switch (c.status()) {
          case 502 -> assertRefused(client, toHead);
          case 0 -> assertCut(client);
          default -> {
            assertPassed(client.answer(toHead), c);
            if (!pieces) {
              // What came behind the answer is not the next one. What comes once the next request
              // has been sent cannot be told from its answer.
              client.send(toHead ? HEAD : GET);
              assertPassed(client.answer(toHead), c);
            }
          }
        }
      }
    }
  }

  private static void assertRefused(RawClient client, boolean toHead) throws IOException {
    Answer answer = client.answer(toHead);
    while (answer.status() == 103) {
      answer = client.answer(toHead);
    }
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.field("sluice-reason")).isEqualTo("upstream_invalid");
    if (!toHead) {
      assertThat(answer.body()).contains("\"status\":502");
    }
  }

  private static void assertCut(RawClient client) {
    assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
    assertThat(client.ended()).isTrue();
  }

  private static void assertPassed(Answer answer, Corpus.Case c) {
    assertThat(answer.status()).isEqualTo(c.status());
    assertThat(answer.body()).isEqualTo(c.expected());
    if (c.status() == 204) {
      assertThat(answer.fields()).doesNotContainKeys("content-length", "transfer-encoding");
    }
    if (c.status() == 304) {
      assertThat(answer.fields()).doesNotContainKeys("transfer-encoding");
    }
  }

  @Test
  void interimAnswersAreBoundedInNumberAndBytes() throws Exception {
    inPieces = false;
    for (String flood :
        List.of(
            "HTTP/1.1 102 Processing\r\n\r\n".repeat(65),
            ("HTTP/1.1 103 Early Hints\r\nX: " + "x".repeat(30_000) + "\r\n\r\n").repeat(3))) {
      script = flood + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
      try (RawClient client = gateway.client()) {
        client.send(GET);
        Answer answer = client.answer();
        while (answer.status() < 200) {
          answer = client.answer();
        }
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.field("sluice-reason")).isEqualTo("upstream_invalid");
      }
    }
    script =
        "HTTP/1.1 102 Processing\r\n\r\n".repeat(64)
            + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    try (RawClient client = gateway.client()) {
      client.send(GET);
      for (int i = 0; i < 64; i++) {
        assertThat(client.answer().status()).isEqualTo(102);
      }
      assertThat(client.answer().body()).isEqualTo("ok");
    }
  }

  /** A client that waited for a body would take the final answer for it. */
  @Test
  void interimAnswersSayNothingOfABody() throws Exception {
    inPieces = false;
    for (String framing : List.of("Content-Length: 38", "Transfer-Encoding: chunked")) {
      script =
          "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n"
              + framing
              + "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
      try (RawClient client = gateway.client()) {
        Answer hints = client.send(GET).answer();
        assertThat(hints.status()).isEqualTo(103);
        assertThat(hints.fields()).containsOnlyKeys("link");
        assertThat(client.answer().body()).isEqualTo("ok");
      }
      script =
          "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: own\r\n"
              + framing
              + "\r\n\r\n";
      try (RawClient client = gateway.client()) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: own\r\n\r\n");
        Answer switching = client.answer();
        assertThat(switching.status()).isEqualTo(101);
        assertThat(switching.fields()).containsOnlyKeys("upgrade", "connection");
      }
    }
  }

  @Test
  void switchToAProtocolThatWasNotAskedForIs502() throws Exception {
    inPieces = false;
    for (String upgrade : List.of("Upgrade: other\r\n", "", "Upgrade: h2c\r\n")) {
      script = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n" + upgrade + "\r\n";
      try (RawClient client = gateway.client()) {
        client.send(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(502);
      }
    }
  }

  @Test
  void bytesThatComeWhileAConnectionLiesIdleEndIt() throws Exception {
    try (RecordingTarget late =
            new RecordingTarget(connection -> {
              while (connection.head() != null) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                // The client's second request, which says that the first answer has come.
                if (connection.received().contains("/late")) {
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                }
              }
            });
        TestGateway own = TestGateway.to(late)) {
      for (int i = 0; i < 10; i++) {
        int before = late.connections().size();
        try (RawClient client = own.client()) {
          client.send("GET /late HTTP/1.1\r\nHost: a\r\n\r\n");
          assertThat(client.answer().body()).isEqualTo("ok");
        }
        await().until(() -> late.connections().getLast().ended());
        assertThat(late.connections()).hasSize(before + 1);
      }
    }
  }

  private static void send(RecordingTarget.Connection connection) throws IOException {
    String text = script;
    int size = inPieces ? Math.max(1, text.length() / MAX_PIECES) : text.length();
    for (int from = 0; from < text.length(); from += size) {
      byte[] piece =
          text.substring(from, Math.min(text.length(), from + size)).getBytes(ISO_8859_1);
      connection.out().write(piece);
    }
  }
}
