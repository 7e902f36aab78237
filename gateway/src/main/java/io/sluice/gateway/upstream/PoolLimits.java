package io.sluice.gateway.upstream;

import java.util.concurrent.TimeUnit;

/**
 * Bounds of the connections of one event loop to one target.
 *
 * @param maxConnections open connections, those being opened too
 * @param maxIdle connections kept while no request uses them
 * @param maxWaiting requests that wait for a connection; more get 503
 * @param maxIdleNanos how long an idle connection is kept
 * @param waiterConnectTimeoutMillis limit for a connection opened for a request that waited
 */
public record PoolLimits(
    int maxConnections,
    int maxIdle,
    int maxWaiting,
    long maxIdleNanos,
    int waiterConnectTimeoutMillis) {

  /**
   * 30 s idle is below what servers keep (nginx and Apache with 5-75 s are configured for it,
   * Tomcat 60 s, Go and Node none or 5 s): the gateway should close first, or a request meets a
   * connection that its target closes at the same moment.
   */
  public static final PoolLimits DEFAULT =
      new PoolLimits(1024, 256, 1024, TimeUnit.SECONDS.toNanos(30), 5_000);
}
