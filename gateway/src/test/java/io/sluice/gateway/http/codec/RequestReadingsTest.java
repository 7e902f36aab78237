package io.sluice.gateway.http.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.sluice.contracts.model.DesyncMode;
import io.sluice.gateway.admission.Admission;
import io.sluice.gateway.admission.Desync;
import io.sluice.gateway.testkit.Corpus;
import io.sluice.gateway.testkit.Mutations;
import io.sluice.gateway.testkit.StrictMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * For the corpora, for mutations of them and for random bytes: where the packets are cut makes no
 * difference, and what is let in reads the same, written again, for two other readers: the strict
 * one of the tests and Netty's.
 */
class RequestReadingsTest {
  private static final int MAX_HEAD = 16 * 1024;
  private static final int MUTATIONS = 20_000;
  private static final int RANDOM_TEXTS = 10_000;

  private static List<String> corpus() {
    return Stream.of("refused.txt", "passed.txt")
        .flatMap(name -> Corpus.of(Corpus.class, "/io/sluice/gateway/http/" + name).stream())
        .map(Corpus.Case::sent)
        .toList();
  }

  @Test
  void corpusCutAtEachByteIsReadAlike() {
    for (String text : corpus()) {
      String whole = decode(text);
      int step = Math.max(1, text.length() / 250);
      for (int cut = 1; cut < text.length(); cut += step) {
        assertThat(decode(text.substring(0, cut), text.substring(cut)))
            .as("%s cut at %s", text, cut)
            .isEqualTo(whole);
      }
      if (text.length() < 2_000) {
        assertThat(decode(text.split(""))).as(text).isEqualTo(whole);
      }
    }
  }

  @Test
  void corpusIsReadAlikeByOthers() {
    corpus().forEach(RequestReadingsTest::assertOneReading);
  }

  /** The seed is in the message of a failure; a fixed one keeps the run from being flaky. */
  @Test
  void mutationsOfTheCorpusHaveOneReading() {
    List<String> corpus = corpus().stream().filter(text -> text.length() < 1_000).toList();
    Random random = new Random(20_261_123);
    for (int i = 0; i < MUTATIONS; i++) {
      String text = corpus.get(random.nextInt(corpus.size()));
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        text = Mutations.mutate(text, corpus, random);
      }
      assertCutMakesNoDifference(text, random);
      assertOneReading(text);
    }
  }

  @Test
  void randomTextsHaveOneReading() {
    Random random = new Random(7);
    for (int i = 0; i < RANDOM_TEXTS; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "GET / HTTP/1.1\r\n" : "");
      for (int pieces = random.nextInt(25); pieces > 0; pieces--) {
        text.append(Mutations.piece(random));
      }
      assertCutMakesNoDifference(text.toString(), random);
      assertOneReading(text.toString());
    }
  }

  private static void assertCutMakesNoDifference(String text, Random random) {
    if (text.length() < 2) {
      return;
    }
    int a = 1 + random.nextInt(text.length() - 1);
    int b = a + random.nextInt(text.length() - a);
    assertThat(decode(text.substring(0, a), text.substring(a, b), text.substring(b)))
        .as("%s cut at %s and %s", text, a, b)
        .isEqualTo(decode(text));
  }

  private static void assertOneReading(String text) {
    String rendered = render(text);
    if (rendered == null) {
      return;
    }
    StrictMessage strict = StrictMessage.request(rendered);
    assertThat(strict).as(rendered).isNotNull();
    assertThat(strict.end())
        .as("nothing behind the request in %s", rendered)
        .isEqualTo(rendered.length());
    assertThat(netty(rendered)).as(rendered).isEqualTo(of(strict));
  }

  /** What a target would get of the first request, or null when it is not complete or refused. */
  private static String render(String text) {
    EmbeddedChannel in = new EmbeddedChannel(new RequestDecoder(MAX_HEAD, 8192, 100));
    EmbeddedChannel out = new EmbeddedChannel(new HttpRequestEncoder());
    try {
      in.writeInbound(bytes(text));
      List<HttpObject> parts = new ArrayList<>();
      for (Object o = in.readInbound(); o != null; o = in.readInbound()) {
        if (!(o instanceof HttpObject part)) {
          parts.forEach(ReferenceCountUtil::release);
          return null;
        }
        parts.add(part);
      }
      if (parts.isEmpty()
          || !(parts.getLast() instanceof LastHttpContent)
          || !admit((RequestHead) parts.getFirst())) {
        parts.forEach(ReferenceCountUtil::release);
        return null;
      }
      // An exchange drops these and more of them.
      HttpHeaders trailers = ((LastHttpContent) parts.getLast()).trailingHeaders();
      if (!trailers.isEmpty()) {
        trailers.remove("content-length").remove("transfer-encoding").remove("trailer");
      }
      parts.forEach(out::writeOutbound);
      return Mutations.written(out);
    } finally {
      in.finishAndReleaseAll();
      out.finishAndReleaseAll();
    }
  }

  /** In monitor mode, so that what is ambiguous is seen in its normalised form. */
  private static boolean admit(RequestHead head) {
    if (Admission.check(head, 0) != null
        || head.flaws() != 0 && Desync.check(head, DesyncMode.MONITOR) != null) {
      return false;
    }
    if (head.hosts() == 0 && !head.headers().contains("host")) {
      head.headers().set("host", "target");
    }
    return true;
  }

  private static String of(StrictMessage message) {
    StringBuilder all = new StringBuilder(message.start()).append('\n');
    message.fields().forEach(f -> all.append(f).append('\n'));
    all.append('\n').append(message.body()).append('\n');
    message.trailers().stream().sorted().forEach(f -> all.append(f).append('\n'));
    return all.toString();
  }

  private static String netty(String text) {
    EmbeddedChannel channel =
        new EmbeddedChannel(new HttpRequestDecoder(MAX_HEAD, 2 * MAX_HEAD, MAX_HEAD));
    channel.writeInbound(bytes(text));
    StringBuilder all = new StringBuilder();
    StringBuilder body = new StringBuilder();
    for (Object o = channel.readInbound(); o != null; o = channel.readInbound()) {
      if (o instanceof HttpObject part && part.decoderResult().isFailure()) {
        all.append("failed: ").append(part.decoderResult().cause());
      } else if (o instanceof HttpRequest head) {
        all.append(head.method()).append(' ').append(head.uri()).append(' ');
        all.append(head.protocolVersion()).append('\n');
        head.headers().forEach(e -> appendField(all, e.getKey(), e.getValue()));
      } else if (o instanceof HttpContent content) {
        body.append(content.content().toString(ISO_8859_1));
        if (content instanceof LastHttpContent last) {
          all.append('\n').append(body).append('\n');
          StringBuilder trailers = new StringBuilder();
          last.trailingHeaders().forEach(e -> appendField(trailers, e.getKey(), e.getValue()));
          trailers.toString().lines().sorted().forEach(line -> all.append(line).append('\n'));
        }
        content.release();
      }
    }
    channel.finishAndReleaseAll();
    return all.toString();
  }

  private static void appendField(StringBuilder to, String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!lower.equals("content-length") && !lower.equals("transfer-encoding")) {
      to.append(lower).append(": ").append(value).append('\n');
    }
  }

  private static String decode(String... packets) {
    RequestDecoder decoder = new RequestDecoder(MAX_HEAD, 8192, 100);
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    for (String packet : packets) {
      channel.writeInbound(bytes(packet));
    }
    StringBuilder all = new StringBuilder();
    for (Object o = channel.readInbound(); o != null; o = channel.readInbound()) {
      if (o instanceof RequestHead head) {
        all.append(head.method()).append(' ').append(head.uri()).append(head.protocolVersion());
        head.headers().forEach(e -> all.append(e.getKey() + "=" + e.getValue() + "\n"));
        all.append(head.bodyKind()).append(head.contentLength()).append(head.flaws()).append('|');
      } else if (o instanceof HttpContent content) {
        all.append(content.content().toString(ISO_8859_1));
        if (content instanceof LastHttpContent last) {
          all.append('|').append(last.trailingHeaders().entries());
        }
        content.release();
      } else {
        all.append(o);
      }
    }
    channel.finishAndReleaseAll();
    return all.toString();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, ISO_8859_1);
  }
}
