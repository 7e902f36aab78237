package io.sluice.gateway.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * One certificate, ready for handshakes under one policy. Connections keep what they need of it
 * when it is released.
 */
final class ServerContext {
  /** Several records of a large answer are encrypted into one buffer. */
  private static final int WRAP_BYTES = 64 * 1024;

  private final SslContext context;
  private final Policy policy;
  private final KeyType keyType;
  private final int curve;
  private final List<String> protocols;
  private final String domain;

  /**
   * A context.
   *
   * @param protocols application protocols that are spoken, best first
   * @param domain of session resumption
   */
  ServerContext(
      SslContext context,
      Policy policy,
      KeyType keyType,
      int curve,
      List<String> protocols,
      String domain) {
    this.context = context;
    this.policy = policy;
    this.keyType = keyType;
    this.curve = curve;
    this.protocols = protocols;
    this.domain = domain;
  }

  KeyType keyType() {
    return keyType;
  }

  /** Whether a handshake with this client can succeed. */
  boolean suits(ClientHello hello) {
    return policy.suits(hello, keyType, curve);
  }

  /** Whether the client offers no application protocol, or one that is spoken. */
  boolean speaksWith(ClientHello hello) {
    return hello.protocols().isEmpty()
        || protocols.isEmpty()
        || hello.protocols().stream().anyMatch(protocols::contains);
  }

  /** The handler of a new connection; its own timeouts are off. */
  SslHandler newHandler(ByteBufAllocator allocator) {
    SslHandler handler = context.newHandler(allocator);
    handler.setHandshakeTimeoutMillis(0);
    handler.setWrapDataSize(WRAP_BYTES);
    useClientsOrder(handler.engine());
    return handler;
  }

  /** The client knows best which cipher suite is cheap for it; all that are allowed are good. */
  private static void useClientsOrder(SSLEngine engine) {
    if (engine instanceof ReferenceCountedOpenSslEngine openSsl) {
      SSL.clearOptions(openSsl.sslPointer(), SSL.SSL_OP_CIPHER_SERVER_PREFERENCE);
    } else {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setUseCipherSuitesOrder(false);
      engine.setSSLParameters(parameters);
    }
  }

  /** Takes new ticket keys into use. */
  void ticketKeys(TicketKeys keys) {
    if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
      OpenSslSessionTicketKey[] own = keys.of(domain);
      sessions.setTicketKeys(own);
    }
  }

  /** Sessions that clients resumed by a ticket; 0 where it is not known. */
  long resumed() {
    return context.sessionContext() instanceof OpenSslServerSessionContext sessions
        ? sessions.stats().ticketKeyResume() + sessions.stats().ticketKeyRenew()
        : 0;
  }

  /** Takes no new connection. */
  void release() {
    ReferenceCountUtil.release(context);
  }
}
