package io.sluice.gateway.http;

import static io.sluice.gateway.testkit.Frames.data;
import static io.sluice.gateway.testkit.Frames.headers;
import static io.sluice.gateway.testkit.Frames.join;
import static io.sluice.gateway.testkit.Frames.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.DesyncMode;
import io.sluice.gateway.testkit.Corpus;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RawHttp2Client;
import io.sluice.gateway.testkit.StrictMessage;
import io.sluice.gateway.testkit.StrictTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener's desync mode does; targets see one form whatever it is. */
class DesyncModesIT {
  private static final String GOOD = "GET /good HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final Set<String> AMBIGUOUS =
      Set.of("DUPLICATE_CONTENT_LENGTH", "LENGTH_AND_CHUNKED", "LOOKALIKE_FIELD", "FOLDED_FIELD");

  private StrictTarget target;
  private TestGateway gateway;

  @BeforeEach
  void start() throws Exception {
    target = new StrictTarget();
    gateway = TestGateway.toPort(target.port());
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    target.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: 5~Content-Length: 5|content-length: 5",
        "Content-Length: 5, 5|content-length: 5",
        "Content-Length: 05,5|content-length: 5",
        "Content-Length: 5~Content_Length: 6|Content-Length: 5",
        "Content-Length: 5~X_Forwarded_For: 6.6.6.6~x.forwarded.for: 7|Content-Length: 5",
        "Content-Length: 5~Transfer_Encoding: chunked|Content-Length: 5",
        "Content-Length: 5~X: 1~\t 2~ 3|Content-Length: 5~X: 1 2 3",
      })
  void ambiguousRequestIsNormalised(String fields, String normalised) throws Exception {
    String request = post(fields, "hello");
    StrictMessage expected = StrictMessage.request(post(normalised, "hello"));
    for (DesyncMode mode : List.of(DesyncMode.DEFENSIVE, DesyncMode.MONITOR)) {
      gateway.desync(mode).apply();
      try (RawClient client = gateway.client()) {
        Answer answer = client.send(request + GOOD).answer();
        assertThat(answer.status()).isEqualTo(200);
        if (mode == DesyncMode.DEFENSIVE) {
          assertThat(answer.field("connection")).isEqualTo("close");
          assertThat(client.rest()).isEmpty();
          await().until(() -> target.open() == 0);
          assertTargetGot(expected, "connection: close");
        } else {
          assertThat(client.answer().status()).isEqualTo(200);
          assertThat(target.open()).isEqualTo(1);
          assertTargetGot(expected, null);
        }
      }
      assertThat(gateway.flaws()).isNotEmpty().allMatch(flaw -> flaw.startsWith("passed "));
      gateway.flaws().clear();
    }
  }

  /** RFC 9112 section 6.1 demands the close in every mode. */
  @ParameterizedTest
  @EnumSource(
      value = DesyncMode.class,
      names = {"DEFENSIVE", "MONITOR"})
  void bothFramingsAreReadAsChunkedAndBothConnectionsEnd(DesyncMode mode) throws Exception {
    gateway.desync(mode).apply();
    try (RawClient client = gateway.client()) {
      String fields = "Content-Length: 5~Transfer-Encoding: Chunked";
      Answer answer = client.send(post(fields, "3\r\nabc\r\n0\r\n\r\n") + GOOD).answer();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.field("connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
    await().until(() -> target.open() == 0);
    List<StrictMessage> got = target.takeRequests();
    assertThat(got).hasSize(1);
    assertThat(got.getFirst().body()).isEqualTo("abc");
    assertThat(gateway.flaws()).containsExactly("passed LENGTH_AND_CHUNKED");
  }

  @ParameterizedTest
  @EnumSource(
      value = DesyncMode.class,
      names = {"DEFENSIVE", "MONITOR"})
  void severeRequestIsRefusedInEachMode(DesyncMode mode) throws Exception {
    gateway.desync(mode).apply();
    for (Corpus.Case c : Corpus.of(DesyncModesIT.class, "refused.txt")) {
      if (!AMBIGUOUS.contains(c.flaw())) {
        try (RawClient client = gateway.client()) {
          Answer answer = client.send(c.sent() + GOOD).answer();
          assertThat(answer.status()).as(c.name()).isEqualTo(c.status());
          assertThat(client.rest()).as(c.name()).isEmpty();
        }
      }
    }
    assertThat(target.takeRequests()).isEmpty();
    assertThat(target.takeFaults()).isEmpty();
  }

  @Test
  void acceptableRequestPassesInStrictModeAndIsCounted() throws Exception {
    try (RawClient client = gateway.client()) {
      client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 05\r\n\r\nhello" + GOOD);
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.answer().status()).isEqualTo(200);
      client.send("GET http://a/x HTTP/1.1\r\nHost: b\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(target.takeConnections()).isEqualTo(1);
      client.send("GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
      assertThat(client.answer().status()).isEqualTo(200);
    }
    assertThat(gateway.flaws())
        .containsExactlyInAnyOrder(
            "passed BODY_OF_GET", "passed PADDED_CONTENT_LENGTH", "passed TARGET_BEATS_HOST");
  }

  /** A target that leaves it unread would take it for a request of the next client's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STRICT|Content-Length: 41~~GET /smuggled HTTP/1.1~Host: a~X: 12345|2",
        "STRICT|Transfer-Encoding: chunked~~1~x~0~~|2",
        "DEFENSIVE|Content-Length: 1~~x|2",
        "MONITOR|Content-Length: 1~~x|1",
      })
  void bodyOfGetIsTheLastThatItsConnectionToTheTargetCarries(
      DesyncMode mode, String rest, int connections) throws Exception {
    gateway.desync(mode).apply();
    try (RawClient client = gateway.client()) {
      client.send("GET /x HTTP/1.1\r\nHost: a\r\n" + rest.replace("~", "\r\n"));

      Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.field("connection")).isNull();
      boolean last = target.takeRequests().getFirst().fields().contains("connection: close");
      assertThat(last).isEqualTo(connections == 2);
      await().until(() -> target.open() == 2 - connections);
      assertThat(client.send(GOOD).answer().status()).isEqualTo(200);
      assertThat(target.takeConnections()).isEqualTo(connections);
    }
  }

  @Test
  void bodyOfGetOverHttp2EndsTheTargetsConnectionToo() throws Exception {
    try (RawHttp2Client client = RawHttp2Client.open(gateway.port())) {
      client.send(join(headers(1, false, request("GET", "/x")), data(1, true, "hello")));

      assertThat(client.answer(1).status()).isEqualTo(200);
      await().until(() -> target.open() == 0);
      assertThat(target.takeRequests().getFirst().fields()).contains("connection: close");
    }
  }

  private void assertTargetGot(StrictMessage expected, String connection) {
    StrictMessage got = target.takeRequests().getFirst();
    assertThat(got.fields().stream().filter(f -> f.startsWith("connection: ")).findFirst())
        .isEqualTo(java.util.Optional.ofNullable(connection));
    StrictMessage own =
        got.without(
            List.of(
                "connection",
                "via",
                "x-forwarded-for",
                "x-forwarded-proto",
                "x-forwarded-port",
                "x-forwarded-host"));
    assertThat(own.means(expected)).as("%s instead of %s", own, expected).isTrue();
    assertThat(got.fields())
        .filteredOn(f -> f.startsWith("x-forwarded-for: "))
        .containsExactly("x-forwarded-for: 127.0.0.1");
  }

  private static String post(String fields, String body) {
    return "POST /x HTTP/1.1\r\nHost: a\r\n" + fields.replace("~", "\r\n") + "\r\n\r\n" + body;
  }
}
