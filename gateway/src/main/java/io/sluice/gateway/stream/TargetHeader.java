package io.sluice.gateway.stream;

import io.netty.buffer.ByteBuf;
import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.gateway.proxyprotocol.ProxyEncoder;
import io.sluice.gateway.proxyprotocol.ProxyTlvs;
import io.sluice.gateway.tls.TlsConnection;

/** What a target is told of a client before the client's own bytes. */
final class TargetHeader {
  private TargetHeader() {}

  /** The header of PROXY protocol, or null when there is none to be sent. */
  static ByteBuf of(ProxyProtocol version, StreamClient client) {
    return switch (version) {
      case OFF -> null;
      case V1 -> ProxyEncoder.text(client.source(), client.destination());
      case V2 -> ProxyEncoder.binary(client.source(), client.destination(), tlvs(client));
    };
  }

  private static ProxyTlvs tlvs(StreamClient client) {
    TlsConnection tls = TlsConnection.of(client.channel());
    if (tls == null) {
      // Of TLS that is passed on nothing is agreed on yet.
      return client.serverName() == null
          ? ProxyTlvs.NONE
          : new ProxyTlvs(null, client.serverName(), null, null, null, false);
    }
    return new ProxyTlvs(
        tls.protocol(),
        tls.serverName(),
        null,
        new ProxyTlvs.Ssl(
            true, false, false, false, tls.version(), null, tls.cipherSuite(), null, null),
        null,
        false);
  }
}
