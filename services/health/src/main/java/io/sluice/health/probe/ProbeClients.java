package io.sluice.health.probe;

import io.netty.handler.ssl.SslContext;
import io.sluice.health.domain.ProbeTls;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client for each timeout in use: a connection attempt cannot be called off, so its own timeout
 * must be the probe's. Otherwise attempts to a dead network would pile up. Beside them TLS
 * contexts, which are dear to make.
 */
final class ProbeClients {
  private final Vertx vertx;
  private final Map<Integer, NetClient> byTimeout = new ConcurrentHashMap<>();
  private final Map<ProbeTls, SslContext> tlsContexts = new ConcurrentHashMap<>();

  ProbeClients(Vertx vertx) {
    this.vertx = vertx;
  }

  NetClient withTimeout(int seconds) {
    return byTimeout.computeIfAbsent(
        seconds,
        timeout ->
            vertx.createNetClient(new NetClientOptions().setConnectTimeout(timeout * 1_000)));
  }

  /** Whether {@link #tls} has to make nothing. */
  boolean knows(ProbeTls settings) {
    return tlsContexts.containsKey(settings);
  }

  /** The TLS context of some settings, made once as long as they are in use. */
  SslContext tls(ProbeTls settings) {
    return tlsContexts.computeIfAbsent(settings, TlsContexts::create);
  }

  /** Forgets the TLS contexts of settings that are not used any more. */
  void retainTls(Set<ProbeTls> used) {
    tlsContexts.keySet().retainAll(used);
  }

  void close() {
    byTimeout.values().forEach(NetClient::close);
  }
}
