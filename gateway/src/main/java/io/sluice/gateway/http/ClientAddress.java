package io.sluice.gateway.http;

import io.netty.channel.Channel;
import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.gateway.tls.TlsConnection;
import io.sluice.gateway.upstream.ToldClient;
import java.net.InetSocketAddress;

/**
 * Who a connection's client is.
 *
 * @param ip its IP address as text
 * @param text its {@code ip:port}
 * @param scheme {@code http}, or {@code https} when it came by TLS
 * @param source its address
 * @param destination what it connected to
 * @param tls how it came by TLS, or null
 */
record ClientAddress(
    String ip,
    String text,
    String scheme,
    InetSocketAddress source,
    InetSocketAddress destination,
    TlsConnection tls) {
  /** The other end of a channel; null when that is gone already. */
  static ClientAddress of(Channel channel, String scheme) {
    InetSocketAddress remote = ProxiedClient.source(channel);
    InetSocketAddress destination = ProxiedClient.destination(channel);
    if (remote == null || destination == null) {
      return null;
    }
    String ip = remote.getAddress().getHostAddress();
    return new ClientAddress(
        ip, ip + ":" + remote.getPort(), scheme, remote, destination, TlsConnection.of(channel));
  }

  /** What targets are told of it by PROXY protocol; null when that is off. */
  ToldClient told(ProxyProtocol version) {
    return version == ProxyProtocol.OFF
        ? null
        : ToldClient.of(version, source, destination, tls, tls == null ? null : tls.serverName());
  }
}
