package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.concurrent.TimeUnit;

/**
 * Reads what a connection begins with, before anything else of it is served. It has as long as a
 * listener gives to the head of a request; a client that is told nothing yet is closed without a
 * word.
 */
abstract class OpeningReader extends ChannelInboundHandlerAdapter implements DownstreamConnection {
  final GatewayLoop loop;
  final LoopListener listener;
  final Channel channel;
  private final long deadline;
  private ByteBuf received = Unpooled.EMPTY_BUFFER;
  private boolean over;

  OpeningReader(GatewayLoop loop, LoopListener listener, Channel channel) {
    this.loop = loop;
    this.listener = listener;
    this.channel = channel;
    this.deadline =
        loop.now()
            + TimeUnit.SECONDS.toNanos(listener.table().listener().requestHeaderTimeoutSeconds())
            + GatewayLoop.TICK_NANOS;
  }

  final void install() {
    listener.opened(this);
    channel.pipeline().addLast(this);
  }

  /** More has come; all that came is in {@link #received}. */
  abstract void read(ChannelHandlerContext ctx);

  final ByteBuf received() {
    return received;
  }

  /** Takes what came and is to be served, which the caller now has to release. */
  final ByteBuf takeReceived() {
    ByteBuf taken = received;
    received = Unpooled.EMPTY_BUFFER;
    return taken;
  }

  /** Nothing more is read here; false when that was so already. */
  final boolean finish() {
    if (over) {
      return false;
    }
    over = true;
    listener.closed(this);
    return true;
  }

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object message) {
    if (over) {
      ((ByteBuf) message).release();
      return;
    }
    received =
        ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, (ByteBuf) message);
    read(ctx);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    finish();
    takeReceived().release();
  }

  @Override
  public void drain() {
    channel.close();
  }

  @Override
  public final void cut() {
    drain();
  }

  @Override
  public final boolean late(long now) {
    return now - deadline > 0;
  }
}
