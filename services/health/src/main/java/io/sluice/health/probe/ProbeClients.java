package io.sluice.health.probe;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client for each timeout in use: a connection attempt cannot be called off, so its own timeout
 * must be the probe's. Otherwise attempts to a dead network would pile up.
 */
final class ProbeClients {
  private final Vertx vertx;
  private final Map<Integer, NetClient> byTimeout = new ConcurrentHashMap<>();

  ProbeClients(Vertx vertx) {
    this.vertx = vertx;
  }

  NetClient withTimeout(int seconds) {
    return byTimeout.computeIfAbsent(
        seconds,
        timeout ->
            vertx.createNetClient(new NetClientOptions().setConnectTimeout(timeout * 1_000)));
  }

  void close() {
    byTimeout.values().forEach(NetClient::close);
  }
}
