package io.sluice.e2e.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * One connection of {@link FixedRateClient}, with one request at a time. It understands only what
 * the benchmark's backend answers: status 200 with a Content-Length.
 */
final class FixedRateConnection extends ByteToMessageDecoder {
  private static final ByteBuf HEAD_END =
      Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII);
  private static final String LENGTH = "\r\ncontent-length:";

  private final FixedRateClient client;
  private final ByteBuf request;
  private final boolean tls;
  private ChannelHandlerContext context;
  private Promise<Void> ready;
  private long due;
  private long remaining;

  /**
   * A connection.
   *
   * @param request what it sends; stays the client's
   */
  FixedRateConnection(FixedRateClient client, ByteBuf request, boolean tls) {
    this.client = client;
    this.request = request;
    this.tls = tls;
  }

  /** Done when requests can be sent. */
  Future<Void> ready() {
    return ready;
  }

  /** Sends a request that was due at a time of {@link System#nanoTime()}. */
  void send(long dueNanos) {
    due = dueNanos;
    context.writeAndFlush(request.retainedDuplicate(), context.voidPromise());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    ready = ctx.executor().newPromise();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (!tls) {
      begin();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        begin();
      } else {
        FixedRateClient.fail("TLS handshake: " + handshake.cause());
      }
    }
  }

  private void begin() {
    client.idle(this);
    ready.setSuccess(null);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (remaining == 0) {
      int end = ByteBufUtil.indexOf(HEAD_END, in);
      if (end < 0) {
        return;
      }
      String head =
          in.toString(in.readerIndex(), end - in.readerIndex(), StandardCharsets.US_ASCII);
      in.readerIndex(end + HEAD_END.readableBytes());
      remaining = bodyLength(head);
    }
    int take = (int) Math.min(remaining, in.readableBytes());
    in.skipBytes(take);
    remaining -= take;
    if (remaining == 0) {
      client.answered(due);
      client.idle(this);
    }
  }

  /**
   * The length of the body that follows.
   *
   * @param head of an answer, without the empty line
   * @throws IllegalArgumentException when it is not an answer of the backend
   */
  static long bodyLength(String head) {
    if (!head.startsWith("HTTP/1.1 200 ")) {
      throw new IllegalArgumentException("answer: " + head);
    }
    int from = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
    if (from < 0) {
      throw new IllegalArgumentException("answer without length: " + head);
    }
    int end = head.indexOf('\r', from + LENGTH.length());
    return Long.parseLong(
        head.substring(from + LENGTH.length(), end < 0 ? head.length() : end).strip());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    client.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    FixedRateClient.fail(cause.toString());
  }
}
