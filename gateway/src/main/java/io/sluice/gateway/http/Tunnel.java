package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.sluice.gateway.http.codec.RequestDecoder;
import io.sluice.gateway.http.codec.ResponseDecoder;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.tls.TlsChannels;
import java.util.concurrent.TimeUnit;

/** Passes bytes both ways after an upgrade, until both sides have ended or one is lost. */
final class Tunnel {
  /** How long the two sides have to say goodbye when the target leaves. */
  static final long FAREWELL_SECONDS = 2;

  private final Channel client;
  private final Channel target;
  private final RequestLog log;
  private final Farewell farewell;
  private final Runnable ended;
  private int halvesEnded;
  private long activeAt = System.nanoTime();

  private Tunnel(
      Channel client, Channel target, RequestLog log, Farewell farewell, Runnable ended) {
    this.client = client;
    this.target = target;
    this.log = log;
    this.farewell = farewell;
    this.ended = ended;
  }

  /**
   * Joins two channels of one event loop, whose only handlers are their decoders.
   *
   * @param idleSeconds without a byte in either direction for so long both are closed
   * @param farewell how it ends when the target leaves; null: both sides are cut
   * @param ended called once, when both are closed
   * @return to be run when the target leaves
   */
  static Runnable open(
      Channel client,
      Channel target,
      int idleSeconds,
      RequestLog log,
      Farewell farewell,
      Runnable ended) {
    Tunnel tunnel = new Tunnel(client, target, log, farewell, ended);
    tunnel.begin(TimeUnit.SECONDS.toNanos(idleSeconds));
    return tunnel::targetLeft;
  }

  private void begin(long idleNanos) {
    for (Channel channel : new Channel[] {client, target}) {
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      channel.closeFuture().addListener(closed -> sideClosed());
    }
    client.pipeline().addLast(new Half(target, true));
    target.pipeline().addLast(new Half(client, false));
    // The decoders, which are all that is left of HTTP, pass on what they hold.
    client.pipeline().remove(RequestDecoder.class);
    target.pipeline().remove(ResponseDecoder.class);
    client.config().setAutoRead(true);
    target.config().setAutoRead(true);
    watch(idleNanos);
  }

  private void watch(long idleNanos) {
    long left = activeAt + idleNanos - System.nanoTime();
    if (left <= 0) {
      client.close();
      target.close();
    } else if (client.isOpen() || target.isOpen()) {
      client.eventLoop().schedule(() -> watch(idleNanos), left, TimeUnit.NANOSECONDS);
    }
  }

  private void targetLeft() {
    log.reason(Reason.TARGET_REMOVED);
    if (farewell == null) {
      cut();
      return;
    }
    client.writeAndFlush(farewell.ask());
    client.eventLoop().schedule(this::cut, FAREWELL_SECONDS, TimeUnit.SECONDS);
  }

  private void cut() {
    for (Channel channel : new Channel[] {client, target}) {
      if (channel.isOpen() && farewell != null && farewell.said()) {
        channel.close();
      } else if (channel.isOpen()) {
        // An orderly end could pass for that of what was being sent.
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        TlsChannels.cut(channel);
      }
    }
  }

  private void sideClosed() {
    if (client.isOpen() || target.isOpen()) {
      Channel other = client.isOpen() ? client : target;
      other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> other.close());
    } else {
      ended.run();
    }
  }

  /** One direction. */
  private final class Half extends ChannelInboundHandlerAdapter {
    private final Channel to;
    private final boolean fromClient;

    Half(Channel to, boolean fromClient) {
      this.to = to;
      this.fromClient = fromClient;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      activeAt = System.nanoTime();
      if (fromClient) {
        log.received(bytes.readableBytes());
      } else {
        bytes = farewell == null ? bytes : farewell.pass(bytes);
        log.sent(bytes.readableBytes());
      }
      to.write(bytes, to.voidPromise());
      if (!to.isWritable()) {
        ctx.channel().config().setAutoRead(false);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      to.flush();
    }

    /** This side can take more: the other may be read again. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (ctx.channel().isWritable()) {
        to.config().setAutoRead(true);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        halvesEnded++;
        to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> endHalf());
      }
    }

    private void endHalf() {
      if (halvesEnded == 2) {
        client.close();
        target.close();
      } else {
        TlsChannels.endOutput(to);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
