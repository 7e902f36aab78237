package io.sluice.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.sluice.contracts.model.DesyncMode;
import io.sluice.gateway.admission.Admission;
import io.sluice.gateway.admission.Desync;
import io.sluice.gateway.http.codec.Malformed;
import io.sluice.gateway.http.codec.MessageWriter;
import io.sluice.gateway.http.codec.RequestDecoder;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.testkit.CarelessReader;
import io.sluice.gateway.testkit.Corpus;
import io.sluice.gateway.testkit.Mutations;
import io.sluice.gateway.testkit.StrictMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests on one connection, mutated and cut at random places: those that are let in come out in
 * one canonical form, in which a strict reader and a careless one see as many and the same
 * requests; nothing of a refused one, or of one behind it, comes out; the cuts make no difference.
 *
 * <p>Another run than the usual one: {@code -Dsluice.fuzz.seed=N}.
 */
class ForwardedBytesTest {
  private static final long SEED = Long.getLong("sluice.fuzz.seed", 20_261_124);
  private static final int CASES = 12_000;

  private static final String[] REQUESTS = {
    "GET /a HTTP/1.1\r\nHost: a\r\nX-Own: 1\r\n\r\n",
    "HEAD /b?c HTTP/1.1\r\nHost: a:8\r\n\r\n",
    "POST /c HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
    "PUT /d HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "5\r\nhello\r\n3;x=y\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n",
    "POST /e HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "22\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n\r\n0\r\n\r\n",
    "GET http://b/f HTTP/1.1\r\nHost: a\r\nConnection: x, keep-alive\r\nX: 1\r\n\r\n",
    "\r\nOPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
    "POST /g HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok",
    "DELETE /h HTTP/1.1\r\nHost: a\r\nContent-Length: 36\r\n\r\n"
        + "GET /smuggled HTTP/1.1\r\nHost: a\r\nX: y"
  };

  /**
   * What became of the bytes of a connection.
   *
   * @param forwarded what targets got of each complete request
   * @param end {@code open}, {@code closed} after an answer, or why it was refused
   */
  private record Outcome(List<String> forwarded, String end) {}

  @ParameterizedTest
  @EnumSource(DesyncMode.class)
  void whatIsForwardedHasOneReadingAndIsAsManyRequests(DesyncMode mode) {
    List<String> corpus =
        Stream.of("refused.txt", "passed.txt")
            .flatMap(name -> Corpus.of(ForwardedBytesTest.class, name).stream())
            .map(Corpus.Case::sent)
            .filter(text -> text.length() < 500)
            .toList();
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(SEED * 1_000_003 + i);
      String text = text(random, corpus);
      String[] packets = cut(text, random);
      Outcome whole = send(mode, text);
      Outcome pieces = send(mode, packets);
      String what =
          "seed %s, case %s: %s in %s".formatted(SEED, i, text, List.of(packets).toString());
      assertOneReading(what, whole);
      assertOneReading(what, pieces);
      assertThat(pieces.end).as(what).isEqualTo(whole.end);
      assertThat(meanings(pieces)).as(what).isEqualTo(meanings(whole));
      assertSameAsStrictReading(what, text, whole);
    }
  }

  private static String text(Random random, List<String> corpus) {
    StringBuilder text = new StringBuilder();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      text.append(
          random.nextInt(4) == 0
              ? corpus.get(random.nextInt(corpus.size()))
              : REQUESTS[random.nextInt(REQUESTS.length)]);
    }
    String changed = text.toString();
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      changed = Mutations.mutate(changed, corpus, random);
    }
    return changed;
  }

  private static String[] cut(String text, Random random) {
    List<String> packets = new ArrayList<>();
    int most = random.nextInt(4) == 0 ? 1 : 1 + text.length() / 2;
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + 1 + random.nextInt(most));
      packets.add(text.substring(from, to));
      from = to;
    }
    return packets.toArray(String[]::new);
  }

  private static void assertOneReading(String what, Outcome outcome) {
    StringBuilder all = new StringBuilder();
    List<CarelessReader.Message> strict = new ArrayList<>();
    for (String bytes : outcome.forwarded) {
      StrictMessage read = StrictMessage.request(bytes);
      assertThat(read).as(what).isNotNull();
      assertThat(read.end()).as(what).isEqualTo(bytes.length());
      assertThat(read.start()).as(what).endsWith(" HTTP/1.1");
      strict.add(
          new CarelessReader.Message(
              read.start().substring(0, read.start().lastIndexOf(' ')), read.body()));
      all.append(bytes);
    }
    assertThat(CarelessReader.messages(all.toString())).as(what).isEqualTo(strict);
  }

  private static List<String> meanings(Outcome outcome) {
    return outcome.forwarded.stream().map(b -> without(StrictMessage.request(b))).toList();
  }

  private static String without(StrictMessage read) {
    return read.start() + read.fields() + read.body() + read.trailers();
  }

  /** What a strict reader sees in the client's own bytes, as long as it sees something. */
  private static void assertSameAsStrictReading(String what, String text, Outcome outcome) {
    int from = text.startsWith("\r\n") ? 2 : 0;
    for (String bytes : outcome.forwarded) {
      StrictMessage sent;
      try {
        sent = StrictMessage.request(text.substring(from));
      } catch (StrictMessage.Malformed odd) {
        return;
      }
      StrictMessage got = StrictMessage.request(bytes);
      assertThat(sent).as(what).isNotNull();
      assertThat(got.body()).as(what).isEqualTo(sent.body());
      assertThat(got.start().split(" ")[1]).as(what).isEqualTo(sent.start().split(" ")[1]);
      from += sent.end();
      from += text.startsWith("\r\n", from) ? 2 : 0;
    }
  }

  /** Sends packets on one connection, as an exchange treats what is decoded of them. */
  private static Outcome send(DesyncMode mode, String... packets) {
    RequestDecoder decoder = new RequestDecoder(16 * 1024, 8192, 100);
    EmbeddedChannel in = new EmbeddedChannel(decoder);
    List<String> forwarded = new ArrayList<>();
    List<HttpContent> body = new ArrayList<>();
    RequestHead head = null;
    boolean keep = true;
    try {
      for (String packet : packets) {
        in.writeInbound(Unpooled.copiedBuffer(packet, ISO_8859_1));
        for (Object o = in.readInbound(); o != null; o = in.readInbound()) {
          if (o instanceof Malformed malformed) {
            return new Outcome(forwarded, "refused " + malformed.status());
          }
          if (o instanceof RequestHead begun) {
            head = begun;
            if (Admission.check(head, 0) != null
                || head.flaws() != 0 && Desync.check(head, mode) != null) {
              return new Outcome(forwarded, "refused");
            }
            HopByHop.Options options = HopByHop.remove(head.headers(), head.hasConnection());
            keep =
                !options.close()
                    && (head.http11() || options.keepAlive())
                    && !Desync.isolates(head.flaws(), mode);
          } else if (o instanceof HttpContent content) {
            body.add(content);
            if (content instanceof LastHttpContent last) {
              HopByHop.removeFromTrailers(last.trailingHeaders());
              forwarded.add(write(head, body));
              body.clear();
              if (!keep) {
                return new Outcome(forwarded, "closed");
              }
              decoder.next();
              decoder.decodeUnread();
            }
          }
        }
      }
      return new Outcome(forwarded, "open");
    } finally {
      body.forEach(HttpContent::release);
      in.finishAndReleaseAll();
    }
  }

  private static String write(RequestHead head, List<HttpContent> body) {
    if (head.hosts() == 0 && !head.headers().contains("host")) {
      head.headers().set("Host", "target");
    }
    EmbeddedChannel out = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    MessageWriter writer = new MessageWriter();
    writer.context(out.pipeline().firstContext());
    writer.request(head);
    body.forEach(writer::content);
    writer.flush();
    String bytes = Mutations.written(out);
    out.finishAndReleaseAll();
    return bytes;
  }
}
