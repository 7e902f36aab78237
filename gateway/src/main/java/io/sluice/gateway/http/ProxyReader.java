package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.sluice.gateway.limits.ListenerGate;
import io.sluice.gateway.limits.Rejection;
import io.sluice.gateway.limits.SourceAddress;
import io.sluice.gateway.proxyprotocol.MalformedProxyException;
import io.sluice.gateway.proxyprotocol.ProxyFlaw;
import io.sluice.gateway.proxyprotocol.ProxyHeader;
import io.sluice.gateway.proxyprotocol.ProxyParser;
import java.util.concurrent.TimeUnit;

/** Reads a header of PROXY protocol before anything else of a trusted source's connection. */
final class ProxyReader extends ChannelInboundHandlerAdapter implements DownstreamConnection {
  private static final String TIMEOUT = "TIMEOUT";

  private final GatewayLoop loop;
  private final LoopListener listener;
  private final Channel channel;
  private final boolean required;
  private final long deadline;
  private ByteBuf received = Unpooled.EMPTY_BUFFER;
  private boolean over;

  private ProxyReader(GatewayLoop loop, LoopListener listener, Channel channel, boolean required) {
    this.loop = loop;
    this.listener = listener;
    this.channel = channel;
    this.required = required;
    this.deadline =
        loop.now()
            + TimeUnit.SECONDS.toNanos(listener.table().listener().requestHeaderTimeoutSeconds())
            + GatewayLoop.TICK_NANOS;
  }

  static void install(GatewayLoop loop, LoopListener listener, Channel channel, boolean required) {
    ProxyReader reader = new ProxyReader(loop, listener, channel, required);
    listener.opened(reader);
    channel.pipeline().addLast(reader);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (over) {
      ((ByteBuf) message).release();
      return;
    }
    received =
        ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, (ByteBuf) message);
    try {
      ProxyHeader header = ProxyParser.parse(received);
      if (header != null) {
        received.skipBytes(header.length());
        known(header);
      }
    } catch (MalformedProxyException e) {
      if (e.flaw() == ProxyFlaw.NO_HEADER && !required) {
        goOn();
      } else {
        refuse(e.flaw().name());
      }
    }
  }

  private void known(ProxyHeader header) {
    if (header.source() != null) {
      ListenerGate.Entry entry = ProxiedClient.entry(channel);
      long source = SourceAddress.key(header.source().getAddress().getAddress());
      if (entry != null && !entry.countFor(source)) {
        loop.observer().connectionRejected(listener.id(), Rejection.SOURCE_CONNECTIONS);
        reset();
        return;
      }
      ProxiedClient.attach(channel, header);
    }
    goOn();
  }

  /** The connection is served, from the first byte after the header on. */
  private void goOn() {
    over = true;
    listener.closed(this);
    ByteBuf rest = received;
    received = Unpooled.EMPTY_BUFFER;
    Protocols.acceptKnown(loop, listener, channel);
    ChannelHandlerContext context = channel.pipeline().context(this);
    if (context != null) {
      channel.pipeline().remove(this);
    }
    if (context != null && rest.isReadable()) {
      context.fireChannelRead(rest);
    } else {
      rest.release();
    }
  }

  private void refuse(String reason) {
    loop.observer().proxyHeaderRefused(listener.id(), reason);
    reset();
  }

  private void reset() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    over = true;
    listener.closed(this);
    received.release();
    received = Unpooled.EMPTY_BUFFER;
  }

  /** Nothing was asked for yet. */
  @Override
  public void drain() {
    channel.close();
  }

  @Override
  public void cut() {
    channel.close();
  }

  @Override
  public boolean late(long now) {
    return now - deadline > 0;
  }

  /** A client whose server speaks first may have nothing to say before. */
  @Override
  public void tooLate(long now) {
    if (required || received.isReadable()) {
      refuse(TIMEOUT);
    } else {
      goOn();
    }
  }
}
