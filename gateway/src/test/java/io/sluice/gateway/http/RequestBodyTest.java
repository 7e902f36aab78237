package io.sluice.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import io.sluice.gateway.upstream.UpstreamExchange;
import org.junit.jupiter.api.Test;

/** What of a body that may have to be sent again is kept, and at what price. */
class RequestBodyTest {
  private final Sink target = new Sink();
  private final RequestBody body = new RequestBody();

  @Test
  void bodyInSmallPiecesIsSentAgainWhole() {
    send("a", 1000);
    send("b", 1);
    send("c", 600);

    assertThat(body.repeatable()).isTrue();
    body.rewind();
    target.text.setLength(0);
    body.sendWaiting(target);
    assertThat(target.text.toString()).isEqualTo("a".repeat(1000) + "b" + "c".repeat(600));
    body.release();
  }

  @Test
  void smallPieceDoesNotKeepWhatWasReadWithIt() {
    ByteBuf read = Unpooled.buffer(4096).writeZero(4096);
    HttpContent piece = new DefaultHttpContent(read.readRetainedSlice(1));
    body.received(piece);
    body.send(target, piece);

    assertThat(body.repeatable()).isTrue();
    assertThat(read.refCnt()).isEqualTo(1);
    read.release();
    body.release();
  }

  @Test
  void bodyInSingleBytesIsSoonKeptNoLonger() {
    for (int i = 0; i < 200 && body.repeatable(); i++) {
      send("x", 1);
    }
    assertThat(body.repeatable()).isFalse();
    assertThat(target.text).hasSizeLessThan(150);
    body.release();
  }

  private void send(String letter, int times) {
    HttpContent piece =
        new DefaultHttpContent(Unpooled.copiedBuffer(letter.repeat(times), ISO_8859_1));
    body.received(piece);
    body.send(target, piece);
  }

  /** A target that takes all and may say that it has read nothing. */
  private static final class Sink implements UpstreamExchange {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(HttpObject part) {
      text.append(((HttpContent) part).content().toString(ISO_8859_1));
      ReferenceCountUtil.release(part);
    }

    @Override
    public boolean reused() {
      return false;
    }

    @Override
    public boolean inUse() {
      return true;
    }

    @Override
    public boolean mayRefuse() {
      return true;
    }

    @Override
    public void expectAnswer(boolean toHead) {}

    @Override
    public void flush() {}

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void reading(boolean on) {}

    @Override
    public void release() {}

    @Override
    public void close() {}

    @Override
    public Channel handOver() {
      throw new IllegalStateException("no tunnel");
    }
  }
}
