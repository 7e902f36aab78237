package io.sluice.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be read in two ways is refused, its connection ends, and no byte reaches a target. */
class StrictnessIT {
  private static final String GOOD = "GET /good HTTP/1.1\r\nHost: a\r\n\r\n";

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
        bad(400, "no host", "GET /x HTTP/1.1\r\n\r\n"),
        bad(400, "two hosts", "GET /x HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        bad(400, "empty host", "GET /x HTTP/1.1\r\nHost:\r\n\r\n"),
        bad(400, "host with space", "GET /x HTTP/1.1\r\nHost: a b\r\n\r\n"),
        bad(400, "host with comma", "GET /x HTTP/1.1\r\nHost: a,b\r\n\r\n"),
        bad(400, "host with user", "GET /x HTTP/1.1\r\nHost: u@a\r\n\r\n"),
        bad(400, "host with path", "GET /x HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        bad(400, "host with bad port", "GET /x HTTP/1.1\r\nHost: a:99999\r\n\r\n"),
        bad(400, "host with port twice", "GET /x HTTP/1.1\r\nHost: a:1:2\r\n\r\n"),
        bad(400, "absolute with user", "GET http://u@a/x HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad(400, "other scheme", "GET ftp://a/x HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad(400, "authority form", "GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad(400, "asterisk", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad(400, "relative target", "GET x HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad(400, "fragment", "GET /x#y HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad(400, "raw byte in target", "GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad(405, "connect", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"),
        bad(405, "trace", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad(400, "two spaces", "GET  /x HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad(400, "tab in request line", "GET\t/x HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad(400, "space at line end", "GET /x HTTP/1.1 \r\nHost: a\r\n\r\n"),
        bad(400, "space at line start", " GET /x HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad(400, "no version", "GET /x\r\nHost: a\r\n\r\n"),
        bad(505, "version 2.0", "GET /x HTTP/2.0\r\nHost: a\r\n\r\n"),
        bad(505, "version 1.2", "GET /x HTTP/1.2\r\nHost: a\r\n\r\n"),
        bad(400, "version in lower case", "GET /x http/1.1\r\nHost: a\r\n\r\n"),
        bad(400, "long version", "GET /x HTTP/1.10\r\nHost: a\r\n\r\n"),
        bad(400, "odd method", "G@T /x HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad(400, "bare LF after request line", "GET /x HTTP/1.1\nHost: a\r\n\r\n"),
        bad(400, "bare LF after field", "GET /x HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n"),
        bad(400, "bare LF as empty line", "GET /x HTTP/1.1\r\nHost: a\r\n\n"),
        bad(400, "bare CR in value", "GET /x HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n"),
        bad(400, "CR CR LF", "GET /x HTTP/1.1\r\nHost: a\r\nX: a\r\r\n\r\n"),
        bad(400, "NUL in value", "GET /x HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"),
        bad(400, "NUL in name", "GET /x HTTP/1.1\r\nHost: a\r\nX\0: a\r\n\r\n"),
        bad(400, "control byte in value", "GET /x HTTP/1.1\r\nHost: a\r\nX: a\u000bb\r\n\r\n"),
        bad(400, "DEL in value", "GET /x HTTP/1.1\r\nHost: a\r\nX: a\u007fb\r\n\r\n"),
        bad(400, "folded field", "GET /x HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n"),
        bad(400, "folded first field", "GET /x HTTP/1.1\r\n X: 1\r\nHost: a\r\n\r\n"),
        bad(400, "space before colon", "GET /x HTTP/1.1\r\nHost : a\r\n\r\n"),
        bad(400, "no colon", "GET /x HTTP/1.1\r\nHost: a\r\nX\r\n\r\n"),
        bad(400, "no name", "GET /x HTTP/1.1\r\nHost: a\r\n: 1\r\n\r\n"),
        bad(400, "empty lines first", "\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad(400, "length and chunked", post("Content-Length: 5\r\nTransfer-Encoding: chunked")),
        bad(400, "chunked and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5")),
        bad(400, "length twice, different", post("Content-Length: 5\r\nContent-Length: 6")),
        bad(400, "length twice, equal", post("Content-Length: 5\r\nContent-Length: 5")),
        bad(400, "list of lengths", post("Content-Length: 5, 5")),
        bad(400, "length with sign", post("Content-Length: +5")),
        bad(400, "negative length", post("Content-Length: -5")),
        bad(400, "hex length", post("Content-Length: 0x5")),
        bad(400, "empty length", post("Content-Length:")),
        bad(400, "huge length", post("Content-Length: 99999999999999999999")),
        bad(400, "chunked twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")),
        bad(501, "list of codings", post("Transfer-Encoding: gzip, chunked")),
        bad(400, "chunked not last", post("Transfer-Encoding: chunked, identity")),
        bad(400, "odd coding", post("Transfer-Encoding: xchunked")),
        bad(400, "quoted coding", post("Transfer-Encoding: \"chunked\"")),
        bad(400, "vertical tab", post("Transfer-Encoding:\u000bchunked")),
        bad(
            400,
            "chunked in 1.0",
            "POST /x HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        bad(417, "expectation", post("Content-Length: 5\r\nExpect: magic")),
        bad(400, "chunk size with prefix", chunked("0x5\r\nhello\r\n0\r\n\r\n")),
        bad(400, "chunk size with sign", chunked("+5\r\nhello\r\n0\r\n\r\n")),
        bad(400, "chunk size after space", chunked(" 5\r\nhello\r\n0\r\n\r\n")),
        bad(400, "chunk size before space", chunked("5 \r\nhello\r\n0\r\n\r\n")),
        bad(400, "chunk size too big", chunked("FFFFFFFFFFFFFFFF1\r\nhello\r\n0\r\n\r\n")),
        bad(400, "no chunk size", chunked(";x\r\nhello\r\n0\r\n\r\n")),
        bad(400, "bare LF after chunk size", chunked("5\nhello\r\n0\r\n\r\n")),
        bad(400, "CR in chunk extension", chunked("5;a=\"\r\"\r\nhello\r\n0\r\n\r\n")),
        bad(400, "chunk longer than its size", chunked("4\r\nhello\r\n0\r\n\r\n")),
        bad(400, "bare LF after chunk", chunked("5\r\nhello\n0\r\n\r\n")),
        bad(400, "bad trailer", chunked("5\r\nhello\r\n0\r\nX : 1\r\n\r\n")),
        bad(400, "bare LF in trailers", chunked("5\r\nhello\r\n0\r\nX: 1\n\r\n")));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refused")
  void refusedWholeAndTwiceInOnePacket(int status, String name, String request) throws Exception {
    for (String sent : new String[] {request, request + request, request + GOOD}) {
      String before = target.received();
      try (RawClient client = gateway.client()) {
        Answer answer = client.send(sent).answer();

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.field("connection")).isEqualTo("close");
        assertThat(answer.field("sluice-reason")).isNotNull();
        assertThat(client.rest()).isEmpty();
      }
      assertThat(target.received()).isEqualTo(before);
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refused")
  void refusedBehindAGoodRequestInOnePacket(int status, String name, String request)
      throws Exception {
    try (RawClient client = gateway.client()) {
      client.send(GOOD + request);

      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.answer().status()).isEqualTo(status);
      assertThat(client.rest()).isEmpty();
    }
    assertThat(target.received()).doesNotContain("/x");
  }

  /** A head that is cut into single bytes is read as the whole one is. */
  @ParameterizedTest(name = "{1}")
  @MethodSource("refused")
  void refusedByteByByte(int status, String name, String request) throws Exception {
    int head = request.indexOf("\r\n\r\n");
    boolean bodyIsWrong = name.contains("chunk") && head > 0 && head + 4 < request.length();
    try (RawClient client = gateway.client()) {
      try {
        for (byte b : request.getBytes(ISO_8859_1)) {
          client.send(new byte[] {b});
        }
      } catch (java.io.IOException refusedAlready) {
        assertThat(refusedAlready).isNotNull();
      }
      if (!bodyIsWrong) {
        assertThat(client.answer().status()).isEqualTo(status);
      }
      assertThat(client.rest()).doesNotContain("200 OK");
    }
  }

  @Test
  void answersThatCanBeReadInTwoWaysAreRefused() throws Exception {
    String[] answers = {
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 2\r\n\r\nab",
      "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 2\r\n\r\nab",
      "HTTP/1.1 200 OK\nContent-Length: 2\r\n\r\nab",
      "HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nab",
      "HTTP/2 200 OK\r\nContent-Length: 2\r\n\r\nab",
      "nonsense\r\n\r\n",
    };
    for (String script : answers) {
      try (RecordingTarget broken =
              new RecordingTarget(connection -> {
                connection.request();
                connection.send(script);
                connection.readToEnd();
              });
          TestGateway own = TestGateway.to(broken);
          RawClient client = own.client()) {
        Answer answer = client.send(GOOD).answer();
        assertThat(answer.status()).as(script).isEqualTo(502);
        assertThat(answer.field("sluice-reason")).isEqualTo("upstream_invalid");
      }
    }
  }

  private static Arguments bad(int status, String name, String request) {
    return Arguments.of(status, name, request);
  }

  private static String post(String fields) {
    return "POST /x HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\nhello";
  }

  private static String chunked(String body) {
    return "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
  }
}
