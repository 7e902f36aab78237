package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.sluice.gateway.tls.ClientHello;
import io.sluice.gateway.tls.ClientHelloParser;
import io.sluice.gateway.tls.HandshakeFailure;
import io.sluice.gateway.tls.HelloException;
import java.util.concurrent.TimeUnit;

/**
 * Reads which name a client asks for, on a listener that passes TLS on as it is. What was read is
 * the first that the target gets.
 */
final class ServerNameReader extends ChannelInboundHandlerAdapter implements DownstreamConnection {
  private final GatewayLoop loop;
  private final LoopListener listener;
  private final Channel channel;
  private final long deadline;
  private ByteBuf received = Unpooled.EMPTY_BUFFER;
  private boolean over;

  private ServerNameReader(GatewayLoop loop, LoopListener listener, Channel channel) {
    this.loop = loop;
    this.listener = listener;
    this.channel = channel;
    this.deadline =
        loop.now()
            + TimeUnit.SECONDS.toNanos(listener.table().listener().requestHeaderTimeoutSeconds())
            + GatewayLoop.TICK_NANOS;
  }

  static void install(GatewayLoop loop, LoopListener listener, Channel channel) {
    ServerNameReader reader = new ServerNameReader(loop, listener, channel);
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
      ClientHello hello = ClientHelloParser.parse(received);
      if (hello != null) {
        goOn(ctx, hello);
      }
    } catch (HelloException e) {
      refuse(e.failure());
    }
  }

  private void goOn(ChannelHandlerContext ctx, ClientHello hello) {
    over = true;
    listener.closed(this);
    ByteBuf first = received;
    received = Unpooled.EMPTY_BUFFER;
    StreamDownstream.serveNamed(loop, listener, channel, hello.serverName());
    // It is reset already when there is no target for it.
    if (ctx.isRemoved()) {
      first.release();
    } else {
      ctx.fireChannelRead(first);
      channel.pipeline().remove(this);
    }
  }

  private void refuse(HandshakeFailure failure) {
    boolean plain = failure == HandshakeFailure.MALFORMED_HELLO && beginsInTheClear();
    end(plain ? HandshakeFailure.PLAINTEXT : failure);
    channel.close();
  }

  /** What programs say without TLS begins with a letter, as a rule; no record of TLS does. */
  private boolean beginsInTheClear() {
    return Character.isLetter(received.getByte(received.readerIndex()));
  }

  private void end(HandshakeFailure failure) {
    if (!over) {
      over = true;
      listener.closed(this);
      loop.observer().tls().helloRefused(listener.id(), failure);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(HandshakeFailure.CLIENT_CLOSED);
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    end(HandshakeFailure.CLIENT_CLOSED);
    received.release();
    received = Unpooled.EMPTY_BUFFER;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    end(HandshakeFailure.CLIENT_CLOSED);
    channel.close();
  }

  /** Nothing was passed on yet. */
  @Override
  public void drain() {
    end(HandshakeFailure.GATEWAY_CLOSED);
    channel.close();
  }

  @Override
  public void cut() {
    drain();
  }

  @Override
  public boolean late(long now) {
    return now - deadline > 0;
  }

  @Override
  public void tooLate(long now) {
    end(HandshakeFailure.TIMEOUT);
    channel.close();
  }
}
