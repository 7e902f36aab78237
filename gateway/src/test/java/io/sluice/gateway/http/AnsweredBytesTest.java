package io.sluice.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.sluice.gateway.http.codec.Malformed;
import io.sluice.gateway.http.codec.MessageWriter;
import io.sluice.gateway.http.codec.ResponseDecoder;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.testkit.CarelessReader;
import io.sluice.gateway.testkit.Corpus;
import io.sluice.gateway.testkit.Mutations;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Answers of targets, mutated and cut off at random places: a careless client sees those that the
 * gateway saw, with their bodies, and no other; one that is not complete is not complete for it.
 *
 * <p>Another run than the usual one: {@code -Dsluice.fuzz.seed=N}.
 */
class AnsweredBytesTest {
  private static final long SEED = Long.getLong("sluice.fuzz.seed", 20_261_124);
  private static final int CASES = 30_000;

  private static final String[] ANSWERS = {
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n3;x\r\nyes\r\n0\r\nX: 1\r\n\r\n",
    "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx",
    "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
    "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 38\r\n\r\n"
        + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
    "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end"
  };

  /**
   * What the gateway saw, and what it gave.
   *
   * @param seen interim answers and the final one, as far as they were complete
   * @param given the client's bytes
   */
  private record Outcome(List<CarelessReader.Message> seen, String given) {}

  @Test
  void clientSeesWhatTheGatewaySawAndNoMore() {
    List<String> corpus =
        Corpus.of(AnsweredBytesTest.class, "answers.txt").stream()
            .map(Corpus.Case::sent)
            .filter(text -> text.length() < 500)
            .toList();
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(SEED * 1_000_003 + i);
      String text = text(random, corpus);
      int cut = random.nextInt(3) == 0 ? random.nextInt(text.length() + 1) : text.length();
      Outcome outcome = pass(text.substring(0, cut));
      assertThat(CarelessReader.messages(outcome.given))
          .as("seed %s, case %s: %s cut at %s", SEED, i, text, cut)
          .isEqualTo(outcome.seen);
    }
  }

  private static String text(Random random, List<String> corpus) {
    String text =
        random.nextInt(4) == 0
            ? corpus.get(random.nextInt(corpus.size()))
            : ANSWERS[random.nextInt(ANSWERS.length)];
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      text = Mutations.mutate(text, corpus, random);
    }
    return text;
  }

  /** Passes an answer on, as an exchange does; what is cut, or malformed, ends the connection. */
  private static Outcome pass(String text) {
    ResponseDecoder decoder = new ResponseDecoder();
    EmbeddedChannel in = new EmbeddedChannel(decoder);
    EmbeddedChannel out = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    MessageWriter writer = new MessageWriter();
    writer.context(out.pipeline().firstContext());
    List<CarelessReader.Message> seen = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    ResponseHead head = null;
    decoder.expect(false);
    in.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
    boolean open = true;
    for (Object o = in.readInbound(); o != null && open; o = open ? in.readInbound() : null) {
      if (o instanceof Malformed) {
        open = false;
      } else if (o instanceof ResponseHead begun) {
        head = begun;
        // An upgrade that nobody asked for.
        open = begin(head, writer);
      } else if (o instanceof HttpContent content) {
        body.append(content.content().toString(ISO_8859_1));
        boolean last = content instanceof LastHttpContent;
        if (last) {
          HopByHop.removeFromTrailers(((LastHttpContent) content).trailingHeaders());
          seen.add(new CarelessReader.Message("HTTP/1.1 " + head.status().code(), body.toString()));
          body.setLength(0);
        }
        writer.content(content);
        if (last && head.interim()) {
          decoder.next();
          decoder.decodeUnread();
        } else {
          open = !last;
        }
      }
    }
    writer.flush();
    String given = Mutations.written(out);
    in.finishAndReleaseAll();
    out.finishAndReleaseAll();
    return new Outcome(seen, given);
  }

  private static boolean begin(ResponseHead head, MessageWriter writer) {
    HopByHop.remove(head.headers(), head.hasConnection());
    if (head.status().code() == 101) {
      return false;
    }
    if (head.interim()) {
      AnswerFraming.frameInterim(head.headers());
    } else {
      AnswerFraming.frame(head, true, false, true);
    }
    writer.answer(head, false);
    return true;
  }
}
