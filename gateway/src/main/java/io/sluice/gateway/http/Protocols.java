package io.sluice.gateway.http;

import io.netty.channel.Channel;

/** Chooses what a client's connection speaks; the only place that does. */
final class Protocols {
  private Protocols() {}

  /** Serves a connection that was accepted without TLS. */
  static void accept(GatewayLoop loop, LoopListener listener, Channel channel) {
    new ClientConnection(loop, listener, "http").install(channel);
  }

  /**
   * Serves a connection whose TLS handshake is complete.
   *
   * @param alpn the protocol that both sides agreed on, or null when they did not negotiate
   */
  static void serve(GatewayLoop loop, LoopListener listener, Channel channel, String alpn) {
    new ClientConnection(loop, listener, "https").install(channel);
  }
}
