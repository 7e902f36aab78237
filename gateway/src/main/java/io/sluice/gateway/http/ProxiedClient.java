package io.sluice.gateway.http;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.sluice.gateway.limits.ListenerGate;
import io.sluice.gateway.proxyprotocol.ProxyHeader;
import java.net.InetSocketAddress;

/** Who is at the other end of a connection: what PROXY protocol says, or else the socket. */
public final class ProxiedClient {
  private static final AttributeKey<ProxyHeader> HEADER = AttributeKey.valueOf("sluice.proxied");
  private static final AttributeKey<ListenerGate.Entry> ENTRY =
      AttributeKey.valueOf("sluice.entry");

  private ProxiedClient() {}

  static void attach(Channel channel, ProxyHeader header) {
    channel.attr(HEADER).set(header);
  }

  /** Keeps how a connection was let in until its client is known. */
  public static void attach(Channel channel, ListenerGate.Entry entry) {
    channel.attr(ENTRY).set(entry);
  }

  static ListenerGate.Entry entry(Channel channel) {
    return channel.attr(ENTRY).getAndSet(null);
  }

  /** The client's address; null when the connection is gone already. */
  static InetSocketAddress source(Channel channel) {
    ProxyHeader header = channel.attr(HEADER).get();
    return header == null ? (InetSocketAddress) channel.remoteAddress() : header.source();
  }

  /** What the client connected to; null when the connection is gone already. */
  static InetSocketAddress destination(Channel channel) {
    ProxyHeader header = channel.attr(HEADER).get();
    return header == null ? (InetSocketAddress) channel.localAddress() : header.destination();
  }
}
