package io.sluice.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sluice.contracts.model.Listener;
import io.sluice.gateway.http2.ErrorCode;
import io.sluice.gateway.http2.FrameDecoder;
import io.sluice.gateway.observe.Reason;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** What happens to the channel of an HTTP/2 connection, and what takes too long on it. */
final class Http2ClientHandler extends ChannelInboundHandlerAdapter
    implements DownstreamConnection {
  /** With so many bytes on the way to a client that does not read, it is not read from either. */
  private static final long MAX_UNSENT = 1024 * 1024;

  private static final Logger LOG = Logger.getLogger(Http2ClientHandler.class);

  private final GatewayLoop loop;
  private final LoopListener listener;
  private final Http2ClientConnection connection;
  private final FrameDecoder decoder;
  private final Http2Shutdown shutdown;
  private Channel channel;
  private long lastActivity = System.nanoTime();
  private long headBegan = lastActivity;
  private boolean insideHead = true;
  private long unsent;

  private Http2ClientHandler(GatewayLoop loop, LoopListener listener, ClientAddress client) {
    this.loop = loop;
    this.listener = listener;
    this.connection = new Http2ClientConnection(loop, listener, client);
    this.decoder = connection.decoder();
    this.shutdown = connection.shutdown();
  }

  /** Serves a channel; the decoder at its pipeline's end expects the client's preface. */
  static Http2ClientHandler install(
      GatewayLoop loop, LoopListener listener, ClientAddress client, Channel channel) {
    Http2ClientHandler handler = new Http2ClientHandler(loop, listener, client);
    channel.pipeline().addLast(handler.decoder, handler);
    listener.opened(handler);
    channel.closeFuture().addListener(closed -> listener.closed(handler));
    return handler;
  }

  FrameDecoder decoder() {
    return decoder;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
    connection.begin(ctx);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    lastActivity = loop.now();
    connection.streams().readComplete();
    boolean incomplete = decoder.incompleteHead();
    if (incomplete && !insideHead) {
      headBegan = System.nanoTime();
    }
    insideHead = incomplete;
    if (!channel.isWritable() && channel.bytesBeforeWritable() > MAX_UNSENT) {
      channel.config().setAutoRead(shutdown.closing());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable()) {
      channel.config().setAutoRead(true);
      for (Http2ClientStream stream : connection.streams().snapshot()) {
        stream.connectionWritable();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connection.end(Reason.CLIENT_CLOSED);
    connection.writer().release();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("A client's connection failed inside the gateway", cause);
    }
    ctx.close();
  }

  // What the listener does.

  @Override
  public void drain() {
    shutdown.begin();
  }

  @Override
  public void cut() {
    channel.close();
  }

  @Override
  public boolean late(long now) {
    if (shutdown.late(now)) {
      return true;
    }
    if (shutdown.closing()) {
      return false;
    }
    for (Http2ClientStream stream : connection.streams().live()) {
      if (stream.late(now)) {
        return true;
      }
    }
    return headLate(now) || idle(now);
  }

  private boolean headLate(long now) {
    return insideHead && now - headBegan > nanos(settings().requestHeaderTimeoutSeconds());
  }

  /** Whether it is the client that all waits for, and for too long. */
  private boolean idle(long now) {
    boolean unread = !channel.isWritable();
    if (unread) {
      long before = unsent;
      unsent = channel.bytesBeforeWritable();
      if (unsent != before) {
        lastActivity = now;
      }
    }
    return (unread || connection.streams().count() == 0)
        && now - lastActivity > nanos(settings().idleTimeoutSeconds());
  }

  @Override
  public void tooLate(long now) {
    if (shutdown.late(now)) {
      shutdown.tooLate();
    } else if (headLate(now)) {
      connection.log(0, Reason.REQUEST_HEADER_TIMEOUT);
      shutdown.fail(ErrorCode.ENHANCE_YOUR_CALM, "header block not complete in time");
      connection.end(Reason.CLIENT_CLOSED);
    } else if (idle(now)) {
      shutdown.fail(ErrorCode.NO_ERROR, "idle");
      connection.end(Reason.CLIENT_CLOSED);
    } else {
      for (Http2ClientStream stream : connection.streams().snapshot()) {
        stream.tooLate(now);
      }
    }
  }

  private Listener settings() {
    return listener.table().listener();
  }

  private static long nanos(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds) + GatewayLoop.TICK_NANOS;
  }
}
