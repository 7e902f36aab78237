package io.sluice.gateway.http;

import static io.sluice.gateway.testkit.Frames.frame;
import static io.sluice.gateway.testkit.Frames.headers;
import static io.sluice.gateway.testkit.Frames.join;
import static io.sluice.gateway.testkit.Frames.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.testkit.Frames;
import io.sluice.gateway.testkit.RawHttp2Client;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that do what costs them nothing lose their connection; others do not notice. */
class Http2FloodsIT {
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int REFUSED_STREAM = 7;

  static Stream<Arguments> floods() {
    byte[] open = headers(1, false, request("POST", "/x"));
    return Stream.of(
        flood(
            "rapid_reset",
            new byte[0],
            i -> join(headers(2 * i + 1, true, request("GET", "/x")), Frames.reset(2 * i + 1, 8))),
        flood("provoked_reset", new byte[0], i -> headers(2 * i + 1, true, ":method", "GET")),
        flood(
            "provoked_reset",
            new byte[0],
            i ->
                join(
                    headers(2 * i + 1, false, request("POST", "/x")),
                    Frames.windowUpdate(2 * i + 1, 0))),
        flood("settings", new byte[0], i -> Frames.settings()),
        flood("settings", new byte[0], i -> frame(Frames.SETTINGS, Frames.ACK, 0)),
        flood("meaningless", open, i -> frame(Frames.GOAWAY, 0, 0, new byte[8])),
        flood("ping", new byte[0], i -> frame(Frames.PING, 0, 0, new byte[8])),
        flood("priority", new byte[0], i -> frame(Frames.PRIORITY, 0, 3, new byte[5])),
        flood("window_update", new byte[0], i -> Frames.windowUpdate(0, 1)),
        flood("empty_data", open, i -> Frames.data(1, false, "")),
        flood("empty_data", open, i -> frame(Frames.DATA, Frames.PADDED, 1, (byte) 0)),
        flood("meaningless", new byte[0], i -> frame(0x77, 0, 0)),
        flood(
            "continuation",
            frame(Frames.HEADERS, 0, 1, Frames.block(request("GET", "/x"))),
            i -> frame(Frames.CONTINUATION, 0, 1)),
        flood(
            "continuation",
            frame(Frames.HEADERS, 0, 1, Frames.block(request("GET", "/x"))),
            i -> frame(Frames.CONTINUATION, 0, 1, Frames.block("x", "y".repeat(10_000)))));
  }

  private static Arguments flood(String kind, byte[] first, IntFunction<byte[]> each) {
    return Arguments.of(kind, first, each);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void floodEndsItsConnection(String kind, byte[] first, IntFunction<byte[]> each)
      throws Exception {
    try (RecordingTarget target = new RecordingTarget(connection -> connection.readToEnd());
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      Thread reader = Thread.ofVirtual().unstarted(() -> sendMany(client, first, each));
      reader.start();

      assertThat(client.goAwayCode()).isEqualTo(ENHANCE_YOUR_CALM);
      assertThat(client.ends()).isTrue();
      reader.join();
      assertThat(gateway.floods()).containsExactly(kind);
      await().until(() -> gateway.report().activeByTarget().isEmpty());
    }
  }

  private static void sendMany(RawHttp2Client client, byte[] first, IntFunction<byte[]> each) {
    try {
      client.send(first);
      for (int i = 0; i < 2000; i++) {
        client.send(each.apply(i));
      }
    } catch (java.io.IOException ended) {
      assertThat(ended).isNotNull();
    }
  }

  /** 8 KiB that stand for 15 MB of fields. */
  @Test
  void longFieldThatIsRepeatedByItsIndexIsCountedInFull() throws Exception {
    byte[] indexed = Frames.block("x", "y".repeat(3000));
    indexed[0] = 0x40;
    byte[] repeated = new byte[5000];
    Arrays.fill(repeated, (byte) 0xbe);
    byte[] block = join(Frames.block(request("GET", "/x")), indexed, repeated);
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      client.send(frame(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, 1, block));

      assertThat(client.answer(1).status()).isEqualTo(431);
      assertThat(client.get(3, "/good").answer(3).status()).isEqualTo(200);
      assertThat(target.requests()).isEqualTo(1);
    }
  }

  /** Each byte for itself, for a target whose connection is not there yet. */
  @Test
  void bodyInSinglePiecesThatWaitEndsItsConnection() throws Exception {
    byte[] one = Frames.data(1, false, "x");
    byte[] many = new byte[20_000 * one.length];
    for (int i = 0; i < many.length; i++) {
      many[i] = one[i % one.length];
    }
    try (RecordingTarget target = new RecordingTarget(connection -> connection.readToEnd());
        TestGateway gateway =
            TestGateway.to(target).targetProtocol(Protocol.H2C, UpstreamHttp.HTTP_2).apply();
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      client.send(headers(1, false, request("POST", "/x"))).send(many);

      assertThat(client.goAwayCode()).isEqualTo(ENHANCE_YOUR_CALM);
      assertThat(gateway.floods()).containsExactly("small_data");
      await().until(() -> gateway.report().activeByTarget().isEmpty());
    }
  }

  private static void hangAfterOne(RecordingTarget.Connection connection)
      throws java.io.IOException {
    connection.head();
    connection.readToEnd();
  }

  @Test
  void moreStreamsThanAllowedAreRefusedAndMayBeSentAgain() throws Exception {
    try (RecordingTarget target = new RecordingTarget(Http2FloodsIT::hangAfterOne);
        TestGateway gateway = TestGateway.to(target);
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      for (int id = 1; id <= 201; id += 2) {
        client.get(id, "/x");
      }
      RawHttp2Client.Answer answer = client.answer(201);

      assertThat(answer.reset()).isEqualTo(REFUSED_STREAM);
      byte[] settings = client.seen().getFirst().payload();
      assertThat(Arrays.copyOf(settings, 6)).containsExactly(0, 3, 0, 0, 0, 100);
      await().until(() -> target.requests() == 100);
    }
  }

  @Test
  void clientThatTakesNoByteOfAnAnswerLosesIt() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("x".repeat(200_000));
        TestGateway gateway =
            TestGateway.to(target)
                .listener(l -> new TestGateway.ListenerSettings(1, 10, 16 * 1024, 0))
                .apply();
        RawHttp2Client client = new RawHttp2Client(gateway.port())) {
      client.send(RawHttp2Client.PREFACE).send(Frames.settings(4, 0)).get(1, "/x");

      RawHttp2Client.Answer answer = client.answer(1);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.ended()).isFalse();
      assertThat(answer.reset()).isEqualTo(8);
      await().until(() -> gateway.summaries().size() == 1);
      assertThat(gateway.summaries().getFirst().reason()).isEqualTo(Reason.CLIENT_CLOSED);
      assertThat(gateway.summaries().getFirst().bytesSent()).isLessThan(200_000);
    }
  }

  @Test
  void headThatIsNotCompleteInTimeEndsTheConnection() throws Exception {
    byte[][] parts = {
      frame(Frames.HEADERS, 0, 1, Frames.block(request("GET", "/x"))),
      Arrays.copyOf(headers(1, true, request("GET", "/x")), 20),
    };
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            TestGateway.to(target)
                .listener(l -> new TestGateway.ListenerSettings(30, 1, 16 * 1024, 0))
                .apply()) {
      for (byte[] part : parts) {
        try (RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
          assertThat(client.send(part).goAwayCode()).isEqualTo(ENHANCE_YOUR_CALM);
        }
      }
      try (RawHttp2Client client = new RawHttp2Client(gateway.port())) {
        client.send(RawHttp2Client.PREFACE);
        assertThat(client.goAwayCode()).isEqualTo(ENHANCE_YOUR_CALM);
      }
      await()
          .untilAsserted(() ->
              assertThat(gateway.summaries())
                  .hasSize(3)
                  .allMatch(summary -> summary.reason() == Reason.REQUEST_HEADER_TIMEOUT));
      assertThat(target.requests()).isZero();
    }
  }

  @Test
  void connectionThatLiesIdleIsClosedInOrder() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            TestGateway.to(target)
                .listener(l -> new TestGateway.ListenerSettings(1, 10, 16 * 1024, 0))
                .apply();
        RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      assertThat(client.get(1, "/x").answer(1).status()).isEqualTo(200);
      assertThat(client.goAwayCode()).isZero();
      assertThat(client.ends()).isTrue();
    }
  }
}
