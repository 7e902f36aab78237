package io.sluice.gateway.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLEngine;

/** A peer has ended TLS in order, as an event for who reads its bytes. */
public enum TlsEnd {
  /** The peer's half alone: it still reads, and may be sent more. */
  HALF,
  /**
   * Both: nothing more can be sent. TLS 1.2 wants it so (RFC 5246 section 7.2.1), and BoringSSL
   * under Netty answers every end with its own, by TLS 1.3 too.
   */
  WHOLE;

  /** What the end means that has just come on a channel. */
  public static TlsEnd of(Channel channel) {
    SSLEngine engine = channel.pipeline().get(SslHandler.class).engine();
    return engine.isOutboundDone() || engine instanceof ReferenceCountedOpenSslEngine
        ? WHOLE
        : HALF;
  }
}
