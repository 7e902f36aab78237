package io.sluice.gateway.http.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a message is cut into packets makes no difference. */
class RequestDecoderTest {
  private static final String CHUNKED =
      "POST /a?b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\nX: \t y z \t\r\n\r\n"
          + "5;a=\"b c\"\r\nhello\r\nA\r\n0123456789\r\n00\r\nT: 1\r\nU:\r\n\r\n";
  private static final String FIXED =
      "\r\nPUT * HTTP/1.0\r\nHost: h\r\nContent-Length: 007\r\n\r\nseven 7";
  private static final String EMPTY = "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {CHUNKED, FIXED, EMPTY})
  void cutAtEveryByteItIsTheSameMessage(String message) {
    String whole = decode(message);
    for (int cut = 1; cut < message.length(); cut++) {
      assertThat(decode(message.substring(0, cut), message.substring(cut))).isEqualTo(whole);
    }
    assertThat(decode(message.split(""))).isEqualTo(whole);
  }

  @Test
  void messageIsReadToItsEndAndNotBeyond() {
    assertThat(decode(CHUNKED))
        .isEqualTo(
            "POST /a?b HTTP/1.1 Host=h Transfer-Encoding=chunked X=y z |hello0123456789|T=1 U= ");
    assertThat(decode(FIXED)).isEqualTo("PUT * HTTP/1.0 Host=h Content-Length=007 |seven 7|");
    assertThat(decode(EMPTY)).isEqualTo("GET / HTTP/1.1 Host=h Content-Length=0 ||");
  }

  @Test
  void nextMessageWaitsUntilItIsAskedFor() {
    RequestDecoder decoder = new RequestDecoder(8192, 8192, 100);
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    channel.writeInbound(bytes(EMPTY + FIXED));

    assertThat(read(channel)).startsWith("GET / ");
    assertThat(decoder.waiting()).isTrue();
    assertThat(decoder.hasUnreadBytes()).isTrue();
    decoder.next();
    channel.writeInbound(Unpooled.EMPTY_BUFFER);
    assertThat(read(channel)).startsWith("PUT * ").endsWith("|seven 7|");
    assertThat(decoder.hasUnreadBytes()).isFalse();
    channel.finishAndReleaseAll();
  }

  /** An empty line may come before a message, wherever the one before it was cut. */
  @Test
  void cutAtEveryByteTheNextMessageIsTheSameToo() {
    String two = CHUNKED.replace("T: 1\r\nU:\r\n", "") + FIXED;
    for (int cut = 1; cut < two.length(); cut++) {
      RequestDecoder decoder = new RequestDecoder(8192, 8192, 100);
      EmbeddedChannel channel = new EmbeddedChannel(decoder);
      channel.writeInbound(bytes(two.substring(0, cut)));
      decoder.next();
      channel.writeInbound(bytes(two.substring(cut)));
      decoder.next();
      channel.writeInbound(Unpooled.EMPTY_BUFFER);
      assertThat(read(channel)).startsWith("POST ").contains("|PUT * ").endsWith("|seven 7|");
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void headOfExactlyTheLimitIsTaken() {
    String head = "GET / HTTP/1.1\r\nHost: " + "h".repeat(1000) + "\r\n\r\n";
    assertThat(decodeWithLimit(head.length(), head)).startsWith("GET / ");
    assertThat(decodeWithLimit(head.length() - 1, head)).isEqualTo("malformed 431");
  }

  private static String decode(String... packets) {
    return decodeWithLimit(8192, packets);
  }

  private static String decodeWithLimit(int limit, String... packets) {
    EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder(limit, limit, 100));
    for (String packet : packets) {
      channel.writeInbound(bytes(packet));
    }
    String all = read(channel);
    channel.finishAndReleaseAll();
    return all;
  }

  private static String read(EmbeddedChannel channel) {
    StringBuilder all = new StringBuilder();
    for (Object o = channel.readInbound(); o != null; o = channel.readInbound()) {
      if (o instanceof RequestHead head) {
        all.append(head.method()).append(' ').append(head.uri()).append(' ');
        all.append(head.protocolVersion()).append(' ');
        head.headers().forEach(e -> all.append(e.getKey() + "=" + e.getValue() + " "));
        all.append('|');
      } else if (o instanceof HttpContent content) {
        all.append(content.content().toString(ISO_8859_1));
        if (content instanceof LastHttpContent last) {
          all.append('|');
          last.trailingHeaders().forEach(e -> all.append(e.getKey() + "=" + e.getValue() + " "));
        }
        content.release();
      } else if (o instanceof Malformed malformed) {
        all.append("malformed ").append(malformed.status());
      }
    }
    return all.toString();
  }

  private static io.netty.buffer.ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, ISO_8859_1);
  }
}
