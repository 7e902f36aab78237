package io.sluice.gateway.http;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/**
 * Who a connection's client is.
 *
 * @param ip its IP address as text
 * @param text its {@code ip:port}
 * @param scheme {@code http}, or {@code https} when it came by TLS
 */
record ClientAddress(String ip, String text, String scheme) {
  /** The other end of a channel; null when that is gone already. */
  static ClientAddress of(Channel channel, String scheme) {
    InetSocketAddress remote = ProxiedClient.source(channel);
    if (remote == null) {
      return null;
    }
    String ip = remote.getAddress().getHostAddress();
    return new ClientAddress(ip, ip + ":" + remote.getPort(), scheme);
  }
}
