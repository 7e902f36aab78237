package io.sluice.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.ProxyProtocolIn;
import io.sluice.gateway.http.codec.Http2Preface;
import java.net.InetSocketAddress;

/** Chooses what a client's connection speaks; the only place that does. */
final class Protocols {
  private static final String HTTP2 = "h2";

  private Protocols() {}

  /**
   * Takes over a connection that was accepted: begins TLS where the listener has it; else serves
   * HTTP/1, or HTTP/2 when the client begins with its preface.
   */
  static void accept(GatewayLoop loop, LoopListener listener, Channel channel) {
    ProxyProtocolIn proxied = listener.table().listener().proxyProtocol();
    if (proxied != null
        && channel.remoteAddress() instanceof InetSocketAddress source
        && listener.trusts(source.getAddress())) {
      new ProxyReader(loop, listener, channel, proxied.required()).install();
    } else {
      acceptKnown(loop, listener, channel);
    }
  }

  /** Takes over a connection whose client is known. */
  static void acceptKnown(GatewayLoop loop, LoopListener listener, Channel channel) {
    if (listener.handshakes() != null) {
      listener.handshakes().accept(channel);
      return;
    }
    if (listener.table().listener().protocol() == Protocol.TCP) {
      StreamDownstream.serve(loop, listener, channel);
      return;
    }
    if (listener.passesTlsOn()) {
      new ServerNameReader(loop, listener, channel).install();
      return;
    }
    if (listener.table().listener().protocol() != Protocol.HTTP) {
      // Nothing is served in the clear that is meant to be encrypted.
      channel.close();
      return;
    }
    serve(loop, listener, channel, ClientAddress.of(channel, "http"), null);
  }

  /**
   * Serves a connection whose TLS handshake is complete.
   *
   * @param alpn the protocol that both sides agreed on, or null when they did not negotiate
   */
  static void serve(GatewayLoop loop, LoopListener listener, Channel channel, String alpn) {
    if (listener.streams()) {
      StreamDownstream.serve(loop, listener, channel);
      return;
    }
    serve(
        loop,
        listener,
        channel,
        ClientAddress.of(channel, "https"),
        alpn == null ? "http/1.1" : alpn);
  }

  private static void serve(
      GatewayLoop loop, LoopListener listener, Channel channel, ClientAddress client, String alpn) {
    if (client == null) {
      channel.close();
      return;
    }
    if (HTTP2.equals(alpn)) {
      Http2ClientHandler.install(loop, listener, client, channel);
    } else {
      boolean http2 = alpn == null && listener.table().listener().http2().enabled();
      new ClientConnection(loop, listener, client, http2).install(channel);
    }
    loop.observer().connectionOpened(listener.id());
    channel.closeFuture().addListener(closed -> loop.observer().connectionClosed(listener.id()));
  }

  /** The client of a connection without TLS has begun with the preface of HTTP/2. */
  static void switchToHttp2(
      GatewayLoop loop,
      LoopListener listener,
      ClientAddress client,
      Channel channel,
      ClientConnection http1) {
    http1.handOver();
    listener.closed(http1);
    Http2ClientHandler handler = Http2ClientHandler.install(loop, listener, client, channel);
    ChannelHandlerContext decoding = channel.pipeline().context(handler.decoder());
    try {
      handler.decoder().channelRead(decoding, Http2Preface.beginning());
    } catch (Exception e) {
      decoding.fireExceptionCaught(e);
    }
    // The decoder of HTTP/1, which is all that is left of it, passes on what it holds.
    channel.pipeline().removeFirst();
  }
}
