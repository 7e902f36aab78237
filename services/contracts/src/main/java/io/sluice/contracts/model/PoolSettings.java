package io.sluice.contracts.model;

/**
 * Connections from a gateway to one target of a backend service.
 *
 * @param maxConnections 1-65535 connections, divided over the gateway's event loops
 * @param maxIdleSeconds 1-3600 s after which an unused connection is closed
 * @param maxAgeSeconds 1-86400 s after which a connection takes no further request, or 0 for no
 *     limit
 * @param maxWaiting 0-65535 requests that wait for a connection
 * @param waitTimeoutMillis 1-60000 ms that a request waits for a connection
 */
public record PoolSettings(
    int maxConnections,
    int maxIdleSeconds,
    int maxAgeSeconds,
    int maxWaiting,
    int waitTimeoutMillis) {
  /** What a backend service has when nothing else is said. */
  public static final PoolSettings DEFAULT = new PoolSettings(8192, 30, 0, 1024, 5000);
}
