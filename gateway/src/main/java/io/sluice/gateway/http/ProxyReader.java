package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.sluice.gateway.limits.ListenerGate;
import io.sluice.gateway.limits.Rejection;
import io.sluice.gateway.limits.SourceAddress;
import io.sluice.gateway.proxyprotocol.MalformedProxyException;
import io.sluice.gateway.proxyprotocol.ProxyFlaw;
import io.sluice.gateway.proxyprotocol.ProxyHeader;
import io.sluice.gateway.proxyprotocol.ProxyParser;

/** Reads a header of PROXY protocol before anything else of a trusted source's connection. */
final class ProxyReader extends OpeningReader {
  private static final String TIMEOUT = "TIMEOUT";

  private final boolean required;

  ProxyReader(GatewayLoop loop, LoopListener listener, Channel channel, boolean required) {
    super(loop, listener, channel);
    this.required = required;
  }

  @Override
  void read(ChannelHandlerContext ctx) {
    try {
      ProxyHeader header = ProxyParser.parse(received());
      if (header != null) {
        received().skipBytes(header.length());
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
    finish();
    ByteBuf rest = takeReceived();
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

  /** A client whose server speaks first may have nothing to say before. */
  @Override
  public void tooLate(long now) {
    if (required || received().isReadable()) {
      refuse(TIMEOUT);
    } else {
      goOn();
    }
  }
}
