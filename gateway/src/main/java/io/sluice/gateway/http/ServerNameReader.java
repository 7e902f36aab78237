package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.sluice.gateway.tls.ClientHello;
import io.sluice.gateway.tls.ClientHelloParser;
import io.sluice.gateway.tls.HandshakeFailure;
import io.sluice.gateway.tls.HelloException;

/**
 * Reads which name a client asks for, on a listener that passes TLS on as it is. What was read is
 * the first that the target gets.
 */
final class ServerNameReader extends OpeningReader {
  ServerNameReader(GatewayLoop loop, LoopListener listener, Channel channel) {
    super(loop, listener, channel);
  }

  @Override
  void read(ChannelHandlerContext ctx) {
    try {
      ClientHello hello = ClientHelloParser.parse(received());
      if (hello != null) {
        goOn(ctx, hello);
      }
    } catch (HelloException e) {
      refuse(e.failure());
    }
  }

  private void goOn(ChannelHandlerContext ctx, ClientHello hello) {
    finish();
    ByteBuf first = takeReceived();
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
    return Character.isLetter(received().getByte(received().readerIndex()));
  }

  private void end(HandshakeFailure failure) {
    if (finish()) {
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
    super.handlerRemoved(ctx);
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
  public void tooLate(long now) {
    end(HandshakeFailure.TIMEOUT);
    channel.close();
  }
}
