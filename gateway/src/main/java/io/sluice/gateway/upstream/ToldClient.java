package io.sluice.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.gateway.proxyprotocol.ProxyEncoder;
import io.sluice.gateway.proxyprotocol.ProxyTlvs;
import io.sluice.gateway.tls.TlsConnection;
import java.net.InetSocketAddress;

/**
 * The client that a target is told of by PROXY protocol, before all else on a connection. What is
 * equal is told in the same words, so connections may be kept by it, and are for nobody else.
 *
 * @param version not {@link ProxyProtocol#OFF}
 * @param source the client's address
 * @param destination what the client connected to
 * @param tlvs what else version 2 says
 */
public record ToldClient(
    ProxyProtocol version,
    InetSocketAddress source,
    InetSocketAddress destination,
    ProxyTlvs tlvs) {

  /**
   * A client.
   *
   * @param tls of its connection; null without, and where it is passed on
   * @param serverName the name that it asks for by TLS, or null
   */
  public static ToldClient of(
      ProxyProtocol version,
      InetSocketAddress source,
      InetSocketAddress destination,
      TlsConnection tls,
      String serverName) {
    return new ToldClient(version, source, destination, tlvs(version, tls, serverName));
  }

  private static ProxyTlvs tlvs(ProxyProtocol version, TlsConnection tls, String serverName) {
    if (version != ProxyProtocol.V2 || tls == null && serverName == null) {
      return ProxyTlvs.NONE;
    }
    if (tls == null) {
      return new ProxyTlvs(null, serverName, null, null, null, false);
    }
    return new ProxyTlvs(
        tls.protocol(),
        serverName,
        null,
        new ProxyTlvs.Ssl(
            true, false, false, false, tls.version(), null, tls.cipherSuite(), null, null),
        null,
        false);
  }

  /**
   * Writes the header as the first of a connection that is there: past TLS, in clear, and before
   * anyone else is told that it is there. It is sent with what follows.
   */
  void tell(Channel channel) {
    ByteBuf header =
        version == ProxyProtocol.V1
            ? ProxyEncoder.text(source, destination)
            : ProxyEncoder.binary(source, destination, tlvs);
    channel.unsafe().write(header, channel.voidPromise());
  }
}
