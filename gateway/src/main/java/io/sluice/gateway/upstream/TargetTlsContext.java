package io.sluice.gateway.upstream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * TLS with the targets of one backend service: made once from its settings, shared by all event
 * loops, and replaced as a whole when a setting or a certificate changes. Sessions are resumed
 * within it.
 */
public final class TargetTlsContext {
  /** What is referred to is missing or cannot be used: no connection may be opened. */
  static final TargetTlsContext UNUSABLE = new TargetTlsContext(null, true, null);

  private final SslContext context;
  private final boolean verify;
  private final String serverName;

  /**
   * A context.
   *
   * @param verify whether a target's name is verified; its chain is the context's matter
   * @param serverName the name to send and verify, or null for the target's own
   */
  TargetTlsContext(SslContext context, boolean verify, String serverName) {
    this.context = context;
    this.verify = verify;
    this.serverName = serverName;
  }

  /** Connections that were made with it keep it until they are closed. */
  void release() {
    ReferenceCountUtil.release(context);
  }

  boolean usable() {
    return context != null;
  }

  /** A handler for one connection to a target. */
  SslHandler newHandler(ByteBufAllocator allocator, String host, int port) {
    String name = serverName == null ? host : serverName;
    SslHandler handler = context.newHandler(allocator, name, port);
    SSLEngine engine = handler.engine();
    SSLParameters parameters = engine.getSSLParameters();
    if (!isAddress(name)) {
      // The JDK by itself sends no name without a dot.
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    parameters.setEndpointIdentificationAlgorithm(verify ? "HTTPS" : null);
    engine.setSSLParameters(parameters);
    // The whole attempt to connect has a deadline.
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  private static boolean isAddress(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }
}
