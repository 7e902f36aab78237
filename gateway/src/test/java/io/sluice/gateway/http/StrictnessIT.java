package io.sluice.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.testkit.Corpus;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.StrictMessage;
import io.sluice.gateway.testkit.StrictTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What can be read in two ways is refused, its connection ends, and no byte reaches a target; what
 * is odd but clear reaches it with its meaning. The cases are in refused.txt and passed.txt.
 */
class StrictnessIT {
  private static final String GOOD = "GET /good HTTP/1.1\r\nHost: a\r\n\r\n";

  /** A longer request is cut into fewer pieces, since each is a system call. */
  private static final int MAX_PIECES = 600;

  private static final List<String> OF_THE_GATEWAY =
      List.of(
          "via", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-port", "x-forwarded-host");

  private static StrictTarget target;
  private static TestGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    target = new StrictTarget();
    gateway = TestGateway.toPort(target.port());
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    target.close();
  }

  static List<Corpus.Case> refused() {
    return Corpus.of(StrictnessIT.class, "refused.txt");
  }

  static List<Corpus.Case> passed() {
    return Corpus.of(StrictnessIT.class, "passed.txt");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusedWholeAndTwiceInOnePacketAndBeforeAGoodRequest(Corpus.Case c) throws Exception {
    for (String sent : List.of(c.sent(), c.sent() + c.sent(), c.sent() + GOOD)) {
      gateway.flaws().clear();
      try (RawClient client = gateway.client()) {
        assertRefused(client.send(sent).answer(), c);
        assertThat(client.rest()).isEmpty();
      }
      if (!c.flaw().equals("-")) {
        assertThat(gateway.flaws()).isNotEmpty().containsOnly("refused " + c.flaw());
      }
      assertTargetGot(0);
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusedBehindAGoodRequestInOnePacket(Corpus.Case c) throws Exception {
    try (RawClient client = gateway.client()) {
      client.send(GOOD + c.sent());

      assertThat(client.answer().status()).isEqualTo(200);
      assertRefused(client.answer(), c);
      assertThat(client.rest()).isEmpty();
    }
    assertTargetGot(1);
  }

  /** A body that turns out malformed when its head has gone on is never complete at the target. */
  @ParameterizedTest
  @MethodSource("refused")
  void refusedByteByByte(Corpus.Case c) throws Exception {
    try (RawClient client = gateway.client()) {
      sendInPieces(client, c.sent());

      assertRefused(client.answer(), c);
      assertThat(client.rest()).isEmpty();
    }
    assertTargetGot(0);
  }

  @ParameterizedTest
  @MethodSource("passed")
  void passedWholeAndByteByByteAndTwiceInOnePacket(Corpus.Case c) throws Exception {
    StrictMessage expected = StrictMessage.request(c.expected() == null ? c.sent() : c.expected());
    try (RawClient client = gateway.client()) {
      assertPassed(client.send(c.sent()).answer(), expected);
    }
    try (RawClient client = gateway.client()) {
      sendInPieces(client, c.sent());
      assertPassed(client.answer(), expected);
    }
    try (RawClient client = gateway.client()) {
      client.send(c.sent() + c.sent() + GOOD);
      Answer first = client.answer();
      if ("close".equals(first.field("connection"))
          || first.field("connection") == null && old(c)) {
        assertPassed(first, expected);
        assertThat(client.rest()).isEmpty();
      } else {
        assertThat(client.answer().status()).isEqualTo(200);
        assertThat(client.answer().status()).isEqualTo(200);
        List<StrictMessage> got = target.takeRequests();
        assertThat(got).hasSize(3);
        assertThat(got.get(0).means(got.get(1))).isTrue();
        assertThat(got.get(2).start()).startsWith("GET /good ");
      }
    }
    assertTargetGot(0);
  }

  private static boolean old(Corpus.Case c) {
    return c.sent().contains(" HTTP/1.0\r\n");
  }

  private static void assertPassed(Answer answer, StrictMessage expected) {
    assertThat(answer.status()).isEqualTo(200);
    List<StrictMessage> got = target.takeRequests();
    assertThat(got).hasSize(1);
    StrictMessage own = got.getFirst().without(OF_THE_GATEWAY);
    assertThat(own.means(expected)).as("%s instead of %s", own, expected).isTrue();
  }

  private static void assertRefused(Answer answer, Corpus.Case c) {
    assertThat(answer.status()).isEqualTo(c.status());
    assertThat(answer.field("connection")).isEqualTo("close");
    assertThat(answer.field("sluice-reason")).isNotNull();
  }

  private static void assertTargetGot(int goodRequests) {
    List<StrictMessage> got = target.takeRequests();
    assertThat(got).hasSize(goodRequests).allMatch(r -> r.start().startsWith("GET /good "));
    assertThat(target.takeFaults()).isEmpty();
  }

  private static void sendInPieces(RawClient client, String text) throws IOException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    int size = Math.max(1, bytes.length / MAX_PIECES);
    try {
      for (int from = 0; from < bytes.length; from += size) {
        client.send(Arrays.copyOfRange(bytes, from, Math.min(from + size, bytes.length)));
      }
    } catch (IOException e) {
      // It was refused before all was sent; the answer is there.
      assertThat(e).isNotNull();
    }
  }
}
