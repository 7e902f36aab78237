package io.sluice.gateway.http;

import static io.sluice.gateway.testkit.Frames.data;
import static io.sluice.gateway.testkit.Frames.headers;
import static io.sluice.gateway.testkit.Frames.join;
import static io.sluice.gateway.testkit.Frames.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.testkit.Frames;
import io.sluice.gateway.testkit.RawHttp2Client;
import io.sluice.gateway.testkit.RawHttp2Client.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A request that HTTP/2 forbids, or that would be another one in HTTP/1.1, is refused on its
 * stream; no byte of it reaches a target, and the connection goes on.
 */
class Http2StrictnessIT {
  private static final int PROTOCOL_ERROR = 1;
  private static final int FRAME_SIZE_ERROR = 6;

  private static RecordingTarget target;
  private static TestGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    target = RecordingTarget.answering("ok");
    gateway = TestGateway.to(target);
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    target.close();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        reset("no method", without(":method")),
        reset("no scheme", without(":scheme")),
        reset("no path", without(":path")),
        reset("empty path", fields(":method", "GET", ":scheme", "http", ":path", "")),
        reset("method twice", get(":method", "GET")),
        reset("path twice", get(":path", "/y")),
        reset("authority twice", get(":authority", "a")),
        reset("status in a request", get(":status", "200")),
        reset("unknown pseudo-header", get(":x", "1")),
        reset("protocol without CONNECT", get(":protocol", "websocket")),
        reset("pseudo-header after fields", request("GET", "/x", "a", "1", ":authority", "a")),
        reset("method with a space", request("GET /y HTTP/1.1\r\nA: ", "/x")),
        reset("CONNECT with a path", request("CONNECT", "/x")),
        reset("connection", get("connection", "close")),
        reset("connection that names a field", get("connection", "x-one")),
        reset("keep-alive", get("keep-alive", "5")),
        reset("proxy-connection", get("proxy-connection", "close")),
        reset("upgrade", get("upgrade", "websocket")),
        reset("transfer-encoding", get("transfer-encoding", "chunked")),
        reset("transfer-encoding identity", get("transfer-encoding", "identity")),
        reset("te", get("te", "gzip")),
        reset("te with trailers and more", get("te", "trailers, deflate")),
        reset("upper-case name", get("X-One", "1")),
        reset("upper-case framing field", get("Transfer-Encoding", "chunked")),
        reset("empty name", get("", "1")),
        reset("space in name", get("x one", "1")),
        reset("colon in name", get("x:one", "1")),
        reset("CR LF in name", get("x\r\nhost", "1")),
        reset("NUL in name", get("x\0", "1")),
        reset("byte above 0x7f in name", get("x\u00e4", "1")),
        reset("CR in value", get("x", "a\rb")),
        reset("LF in value", get("x", "a\nb")),
        reset("CR LF and a request in value", get("x", "a\r\n\r\nGET /smuggled HTTP/1.1\r\n")),
        reset("NUL in value", get("x", "a\0b")),
        reset("control byte in value", get("x", "a\u0001b")),
        reset("DEL in value", get("x", "a\u007fb")),
        reset("leading space in value", get("x", " a")),
        reset("trailing space in value", get("x", "a ")),
        reset("leading tab in value", get("x", "\ta")),
        reset("CR LF in path", request("GET", "/x HTTP/1.1\r\nHost: b\r\n\r\n")),
        reset(
            "CR LF in authority",
            fields(":method", "GET", ":scheme", "http", ":path", "/x", ":authority", "a\r\nx: 1")),
        reset(
            "content-length twice, different", post("content-length", "2", "content-length", "3")),
        reset("content-length twice, equal", post("content-length", "2", "content-length", "2")),
        reset("list of lengths", post("content-length", "2, 2")),
        reset("length with sign", post("content-length", "+2")),
        reset("padded length", post("content-length", "02")),
        reset("negative length", post("content-length", "-2")),
        reset("empty length", post("content-length", "")),
        reset("huge length", post("content-length", "99999999999999999999")),
        reset("length without a body", get("content-length", "2")),
        status(400, "space in path", request("GET", "/x y")),
        status(400, "fragment", request("GET", "/x#y")),
        status(400, "raw byte in path", request("GET", "/\u00e4")),
        status(400, "relative path", request("GET", "x")),
        status(400, "absolute path", request("GET", "http://b/x")),
        status(400, "asterisk", request("GET", "*")),
        status(400, "no authority and no host", without(":authority")),
        status(400, "host that is not the authority", get("host", "b")),
        status(400, "two hosts", get("host", "a", "host", "a")),
        status(
            400,
            "other scheme",
            fields(":method", "GET", ":scheme", "ftp", ":path", "/x", ":authority", "a")),
        status(400, "authority with user", authority("u@a")),
        status(400, "authority with path", authority("a/b")),
        status(400, "authority with space", authority("a b")),
        status(400, "authority with comma", authority("a,b")),
        status(400, "authority with bad port", authority("a:99999")),
        status(405, "CONNECT", fields(":method", "CONNECT", ":authority", "a:443")),
        status(405, "TRACE", request("TRACE", "/x")),
        status(417, "expectation", get("expect", "magic")),
        status(
            501,
            "CONNECT for another protocol",
            fields(
                ":method",
                "CONNECT",
                ":protocol",
                "connect-udp",
                ":scheme",
                "http",
                ":path",
                "/x",
                ":authority",
                "a")),
        status(414, "long path", request("GET", "/" + "x".repeat(9000))),
        status(431, "large fields", get(many(99, "y".repeat(135)))),
        status(431, "many fields", get(many(101, "x"))));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refused")
  void refusedWholeTwiceAndByteByByte(int status, String name, String[] fields) throws Exception {
    String before = target.received();
    boolean endStream = !"POST".equals(fields[1]);
    byte[] bad = join(headers(1, endStream, fields), headers(3, endStream, fields));
    byte[] good = headers(5, true, request("GET", "/good"));
    try (RawHttp2Client whole = RawHttp2Client.open(gateway.port());
        RawHttp2Client cut = RawHttp2Client.open(gateway.port())) {
      whole.send(join(bad, good));
      assertRefused(whole, status);
      if (bad.length < 2000) {
        cut.sendOneByOne(bad).send(good);
        assertRefused(cut, status);
      }
    }
    assertThat(target.received().substring(before.length()))
        .doesNotContain("/x", "smuggled", "HTTP/1.1\r\nHost: b");
  }

  private static void assertRefused(RawHttp2Client client, int status) throws Exception {
    for (int id = 1; id < 5; id += 2) {
      Answer answer = client.answer(id);
      assertThat(answer.status()).isEqualTo(status);
      if (status == 0) {
        assertThat(answer.reset()).isEqualTo(PROTOCOL_ERROR);
      } else {
        assertThat(answer.field("sluice-reason")).isNotNull();
        assertThat(answer.ended()).isTrue();
      }
    }
    assertThat(client.answer(5).status()).isEqualTo(200);
  }

  @Test
  void bodyThatIsNotAsLongAsItsLengthNeverBecomesARequest() throws Exception {
    byte[][] bodies = {
      data(1, true, "ab"),
      data(1, true, "abcd"),
      join(data(1, false, "ab"), data(1, true, "cd")),
      join(data(1, false, "a"), data(1, true, "")),
      join(data(1, false, "ab"), headers(1, true, "x-trailer", "1")),
    };
    for (byte[] body : bodies) {
      try (RecordingTarget own = RecordingTarget.answering("ok");
          TestGateway small = TestGateway.to(own);
          RawHttp2Client client = RawHttp2Client.open(small.port())) {
        String[] fields = request("POST", "/x", "content-length", "3");
        client.send(join(headers(1, false, fields), body));

        Answer answer = client.answer(1);
        assertThat(answer.reset()).isEqualTo(PROTOCOL_ERROR);
        assertThat(answer.status()).isZero();
        assertThat(client.get(3, "/good").answer(3).status()).isEqualTo(200);
        assertThat(own.requests()).isEqualTo(1);
      }
    }
  }

  @Test
  void trailersWithPseudoHeadersOrBadFieldsAreRefused() throws Exception {
    String[][] trailers = {{":path", "/y"}, {"X", "1"}, {"x", "a\r\nb"}, {"connection", "close"}};
    for (String[] wrong : trailers) {
      try (RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
        client.send(
            join(
                headers(1, false, request("POST", "/x")),
                data(1, false, "a"),
                headers(1, true, wrong)));
        assertThat(client.answer(1).reset()).isEqualTo(PROTOCOL_ERROR);
      }
    }
  }

  @Test
  void trailersThatWouldChangeTheRequestAreRemoved() throws Exception {
    try (RecordingTarget own = RecordingTarget.answering("ok");
        TestGateway small = TestGateway.to(own);
        RawHttp2Client client = RawHttp2Client.open(small.port())) {
      client.send(
          join(
              headers(1, false, request("POST", "/x")),
              data(1, false, "abc"),
              headers(1, true, "x-good", "1", "content-length", "9", "host", "b", "cookie", "c")));
      assertThat(client.answer(1).status()).isEqualTo(200);
      assertThat(own.received()).endsWith("\r\n3\r\nabc\r\n0\r\nx-good: 1\r\n\r\n");
    }
  }

  @Test
  void hostMayStandForTheAuthorityAndBeEqualToIt() throws Exception {
    try (RecordingTarget own = RecordingTarget.answering("ok");
        TestGateway small = TestGateway.to(own);
        RawHttp2Client client = RawHttp2Client.open(small.port())) {
      client.send(
          headers(1, true, ":method", "GET", ":scheme", "http", ":path", "/1", "host", "one"));
      assertThat(client.answer(1).status()).isEqualTo(200);
      client.send(headers(3, true, request("GET", "/3", "host", "A")));
      assertThat(client.answer(3).status()).isEqualTo(200);
      assertThat(own.received()).contains("GET /1 HTTP/1.1\r\nhost: one\r\n", "\r\nhost: a\r\n");
      assertThat(own.received()).doesNotContain("host: A");
    }
  }

  @Test
  void requestsWithoutABodySayHowLongItIs() throws Exception {
    try (RecordingTarget own = RecordingTarget.answering("ok");
        TestGateway small = TestGateway.to(own);
        RawHttp2Client client = RawHttp2Client.open(small.port())) {
      client.send(headers(1, true, request("POST", "/1")));
      assertThat(client.answer(1).status()).isEqualTo(200);
      client.send(headers(3, true, request("GET", "/3", "te", "trailers")));
      assertThat(client.answer(3).status()).isEqualTo(200);
      assertThat(own.received()).containsOnlyOnce("content-length: 0").doesNotContain("te: ");
    }
  }

  private static Arguments reset(String name, String... fields) {
    return Arguments.of(0, name, fields);
  }

  private static Arguments status(int status, String name, String... fields) {
    return Arguments.of(status, name, fields);
  }

  private static String[] fields(String... fields) {
    return fields;
  }

  /** A request whose pseudo-headers come first, then the others given. */
  private static String[] get(String... more) {
    return request("GET", "/x", more);
  }

  private static String[] post(String... more) {
    return request("POST", "/x", more);
  }

  private static String[] authority(String authority) {
    return fields(":method", "GET", ":scheme", "http", ":path", "/x", ":authority", authority);
  }

  private static String[] without(String pseudo) {
    List<String> left = new ArrayList<>();
    String[] all = get();
    for (int i = 0; i < all.length; i += 2) {
      if (!all[i].equals(pseudo)) {
        left.addAll(List.of(all[i], all[i + 1]));
      }
    }
    return left.toArray(new String[0]);
  }

  private static String[] many(int count, String value) {
    String[] many = new String[2 * count];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = "x";
      many[i + 1] = value;
    }
    return many;
  }

  @Test
  void frameThatBreaksTheConnectionsStateEndsIt() throws Exception {
    byte[][] wrong = {
      Frames.frame(Frames.HEADERS, Frames.END_HEADERS, 2, Frames.block(request("GET", "/x"))),
      Frames.frame(Frames.DATA, 0, 0, (byte) 'x'),
      data(7, true, "x"),
      Frames.frame(5, 0, 1, new byte[8]),
      Frames.windowUpdate(0, 0),
      Frames.frame(Frames.CONTINUATION, Frames.END_HEADERS, 1),
    };
    for (byte[] frame : wrong) {
      try (RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
        assertThat(client.send(frame).goAwayCode()).isEqualTo(PROTOCOL_ERROR);
        assertThat(client.ends()).isTrue();
      }
    }
  }

  @Test
  void wrongFrameForAStreamThatIsCompleteEndsTheConnection() throws Exception {
    try (RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      assertThat(client.get(1, "/x").answer(1).status()).isEqualTo(200);

      assertThat(client.send(Frames.frame(2, 0, 1, new byte[4])).goAwayCode())
          .isEqualTo(FRAME_SIZE_ERROR);
      assertThat(client.ends()).isTrue();
    }
  }
}
