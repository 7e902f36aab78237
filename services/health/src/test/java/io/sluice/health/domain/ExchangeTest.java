package io.sluice.health.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.health.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  @Test
  void aTcpProbePassesWhenConnected() {
    Exchange exchange = new Exchange(Samples.pair(80, Samples.tcp()));

    assertThat(exchange.connected())
        .hasValueSatisfying(verdict -> assertThat(verdict.ok()).isTrue());
  }

  @Test
  void namesThePhaseThatRanOutOfTime() {
    Exchange exchange = new Exchange(Samples.pair(80, Samples.http()));

    assertThat(exchange.deadline().reason()).isEqualTo(Reason.CONNECT_TIMEOUT);
    assertThat(exchange.connected()).isEmpty();
    assertThat(exchange.deadline().reason()).isEqualTo(Reason.REQUEST_TIMEOUT);
    exchange.sent();
    assertThat(exchange.deadline().reason()).isEqualTo(Reason.RECEIVE_RESPONSE_TIMEOUT);
  }

  @Test
  void namesThePhaseInWhichTheConnectionBroke() {
    Exchange exchange = new Exchange(Samples.pair(80, Samples.http()));

    exchange.connected();
    assertThat(exchange.broken("reset").reason()).isEqualTo(Reason.REQUEST_FAILED);
    assertThat(exchange.sendFailed("broken pipe").reason()).isEqualTo(Reason.REQUEST_FAILED);
    exchange.sent();
    assertThat(exchange.broken("reset").reason()).isEqualTo(Reason.RECEIVE_RESPONSE_FAILED);
    assertThat(exchange.closed().reason()).isEqualTo(Reason.RECEIVE_RESPONSE_FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OK + "Content-Length: 5\r\n\r\nhello",
        OK + "content-length:5\r\nContent-Length: 5\r\n\r\nhello",
        OK + "Content-Length: 0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nTrailer: a\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304\r\n\r\n",
        "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK + "Content-Length: 0\r\n\r\n",
      })
  void passesOnAWholeAnswerHoweverItsBytesAreCut(String answer) {
    assertThat(receive(Samples.http(), answer, answer.length()).orElseThrow().ok()).isTrue();
    assertThat(receive(Samples.http(), answer, 1).orElseThrow().ok()).isTrue();
  }

  @Test
  void aBodyWithoutLengthEndsWhenTheTargetCloses() {
    Exchange exchange = connected(Samples.http());

    assertThat(exchange.received(bytes("HTTP/1.0 200 OK\r\n\r\nhello"))).isEmpty();
    assertThat(exchange.closed().ok()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-",
        OK + "Content-Length: 5\r\n\r\nhell",
        OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
      })
  void anAnswerCutShortIsAReceiveFailure(String answer) {
    Exchange exchange = connected(Samples.http());

    assertThat(exchange.received(bytes(answer))).isEmpty();
    assertThat(exchange.closed().reason()).isEqualTo(Reason.RECEIVE_RESPONSE_FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2",
        "\u0015\u0003\u0001",
        "HTTP/2.0 200 OK\r\n",
        "HTTP/1.1 20 OK\r\n",
        "HTTP/1.1  200 OK\r\n",
        "HTTP/1.1 200 OK\n",
        "HTTP/1.1 200 OK\rX",
        OK + "No colon\r\n",
        OK + "Name : value\r\n",
        OK + "A: b\r\n folded\r\n",
        OK + "Content-Length: -1\r\n",
        OK + "Content-Length: 1\r\nContent-Length: 2\r\n",
        OK + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        OK + "Transfer-Encoding: gzip\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
      })
  void whatIsNotHttpIsAFormatError(String answer) {
    assertThat(receive(Samples.http(), answer, 1).orElseThrow().reason())
        .isEqualTo(Reason.RESPONSE_FORMAT_ERROR);
  }

  @Test
  void anEndlessHeadIsAFormatError() {
    String answer = OK + "X: " + "a".repeat(20_000);

    assertThat(receive(Samples.http(), answer, 1_000).orElseThrow().reason())
        .isEqualTo(Reason.RESPONSE_FORMAT_ERROR);
  }

  @Test
  void aWrongCodeIsToldBeforeTheBodyHasCome() {
    Verdict verdict =
        receive(Samples.http(), "HTTP/1.1 503 Busy\r\nContent-Length: 900\r\n\r\n", 1)
            .orElseThrow();

    assertThat(verdict.reason()).isEqualTo(Reason.HTTP_CODE_MISMATCH);
    assertThat(verdict.detail()).isEqualTo("Status 503; expected 200-399.");
  }

  @Test
  void anAnswerToHeadHasNoBody() {
    HealthCheck head = Samples.http("HEAD", "/", "200", null);

    assertThat(receive(head, OK + "Content-Length: 5\r\n\r\n", 1).orElseThrow().ok()).isTrue();
  }

  @Test
  void looksForTheExpectedTextInTheFirst64KiB() {
    HealthCheck check = Samples.http("GET", "/", "200", "bereit: «ja»");
    String near = "x".repeat(60_000) + "bereit: «ja»";
    String far = "x".repeat(64 * 1024) + "bereit: «ja»";

    assertThat(receive(check, sized(near), 1_000).orElseThrow().ok()).isTrue();
    assertThat(receive(check, sized(far), 1_000).orElseThrow().reason())
        .isEqualTo(Reason.RESPONSE_FORMAT_ERROR);
  }

  @Test
  void manySmallChunksAreNoLargeHead() {
    String answer =
        OK + "Transfer-Encoding: chunked\r\n\r\n" + "1\r\na\r\n".repeat(9_000) + "0\r\n\r\n";

    assertThat(receive(Samples.http(), answer, 1_000).orElseThrow().ok()).isTrue();
  }

  private static Exchange connected(HealthCheck check) {
    Exchange exchange = new Exchange(Samples.pair(80, check));
    exchange.connected();
    exchange.sent();
    return exchange;
  }

  private static Optional<Verdict> receive(HealthCheck check, String answer, int pieceSize) {
    Exchange exchange = connected(check);
    byte[] all = bytes(answer);
    for (int at = 0; at < all.length; at += pieceSize) {
      byte[] piece = Arrays.copyOfRange(all, at, Math.min(all.length, at + pieceSize));
      Optional<Verdict> verdict = exchange.received(piece);
      if (verdict.isPresent()) {
        return verdict;
      }
    }
    return Optional.empty();
  }

  private static String sized(String body) {
    return OK + "Content-Length: " + bytes(body).length + "\r\n\r\n" + body;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
