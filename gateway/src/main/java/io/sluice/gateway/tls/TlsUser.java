package io.sluice.gateway.tls;

import io.netty.channel.Channel;

/** Serves connections whose handshake is complete. */
@FunctionalInterface
public interface TlsUser {
  /** Takes a channel over: decrypted bytes come out of its pipeline from now on. */
  void secured(Channel channel, TlsConnection connection);
}
