package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.sluice.gateway.http2.ErrorCode;
import io.sluice.gateway.observe.Reason;
import java.util.concurrent.TimeUnit;

/**
 * Passes bytes both ways between a stream and a target's connection (RFC 8441). The end of a half
 * is END_STREAM on one side and the end of the sending half on the other.
 */
final class Http2Tunnel extends ChannelInboundHandlerAdapter {
  private final Http2ClientStream stream;
  private final Http2ClientConnection connection;
  private final Channel target;
  private final RequestLog log;
  private final Farewell farewell;
  private final Runnable ended;
  private boolean clientEnded;
  private boolean targetEnded;
  private boolean clientGone;
  private long activeAt = System.nanoTime();

  Http2Tunnel(
      Http2ClientStream stream,
      Http2ClientConnection connection,
      Channel target,
      RequestLog log,
      Farewell farewell,
      Runnable ended) {
    this.stream = stream;
    this.connection = connection;
    this.target = target;
    this.log = log;
    this.farewell = farewell;
    this.ended = ended;
  }

  void open(int idleSeconds) {
    target.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    target.closeFuture().addListener(closed -> targetClosed());
    target.pipeline().addLast(this);
    // The decoder, which is all that is left of HTTP, passes on what it holds.
    target.pipeline().removeFirst();
    target.config().setAutoRead(true);
    watch(TimeUnit.SECONDS.toNanos(idleSeconds));
  }

  private void watch(long idleNanos) {
    long left = activeAt + idleNanos - System.nanoTime();
    if (left <= 0) {
      target.close();
    } else if (target.isOpen()) {
      target.eventLoop().schedule(() -> watch(idleNanos), left, TimeUnit.NANOSECONDS);
    }
  }

  /** The target's time to drain is over. */
  void targetLeft() {
    log.reason(Reason.TARGET_REMOVED);
    if (farewell == null) {
      target.close();
      return;
    }
    if (!clientGone && !targetEnded) {
      stream.outflow().write(new DefaultHttpContent(farewell.ask()));
      connection.flushSoon();
    }
    target.eventLoop().schedule(() -> target.close(), Tunnel.FAREWELL_SECONDS, TimeUnit.SECONDS);
  }

  // From the client.

  void fromClient(ByteBuf piece, boolean end) {
    activeAt = connection.loop().now();
    log.received(piece.readableBytes());
    target.write(piece, target.voidPromise());
    if (end) {
      clientEnded = true;
      target.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> halfEnded());
    }
  }

  private void halfEnded() {
    if (clientEnded && targetEnded) {
      target.close();
    } else if (target.isOpen()) {
      ((DuplexChannel) target).shutdownOutput();
    }
  }

  void flush() {
    target.flush();
  }

  /** Whether the target takes more. */
  boolean takesMore() {
    return target.isWritable();
  }

  /** The client takes more. */
  void clientWritable() {
    target.config().setAutoRead(true);
  }

  /** The client is gone, or has reset the stream. */
  void clientGone() {
    clientGone = true;
    target.close();
  }

  // From the target.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    activeAt = connection.loop().now();
    if (clientGone) {
      bytes.release();
      return;
    }
    ByteBuf passed = farewell == null ? bytes : farewell.pass(bytes);
    log.sent(passed.readableBytes());
    stream.outflow().write(new DefaultHttpContent(passed));
    if (!stream.isWritable()) {
      target.config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    connection.flushSoon();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (target.isWritable()) {
      stream.updateReading();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !targetEnded && !clientGone) {
      targetEnded = true;
      stream.outflow().write(LastHttpContent.EMPTY_LAST_CONTENT);
      connection.flushSoon();
      if (clientEnded) {
        target.close();
      }
    }
  }

  private void targetClosed() {
    if (!clientGone) {
      clientGone = true;
      if (targetEnded && clientEnded) {
        stream.tunnelEnded();
      } else {
        stream.gone(Reason.NONE);
        connection.reset(stream, ErrorCode.CONNECT_ERROR);
      }
    }
    ended.run();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
