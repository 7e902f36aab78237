package io.sluice.gateway.http;

import io.netty.channel.Channel;
import io.sluice.contracts.model.Protocol;

/** Chooses what a client's connection speaks; the only place that does. */
final class Protocols {
  private Protocols() {}

  /** Takes over a connection that was accepted: begins TLS where the listener has it. */
  static void accept(GatewayLoop loop, LoopListener listener, Channel channel) {
    if (listener.handshakes() != null) {
      listener.handshakes().accept(channel);
      return;
    }
    if (listener.table().listener().protocol() != Protocol.HTTP) {
      // Nothing is served in the clear that is meant to be encrypted.
      channel.close();
      return;
    }
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
