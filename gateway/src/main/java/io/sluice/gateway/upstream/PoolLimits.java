package io.sluice.gateway.upstream;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.PoolSettings;
import java.util.concurrent.TimeUnit;

/**
 * Bounds of the connections of one event loop to one target.
 *
 * @param maxConnections open connections, those being opened too; at least 1
 * @param maxWaiting requests that wait for a connection to become free; more get 503
 * @param waitNanos how long they wait
 * @param maxIdleNanos how long a connection is kept that no request uses
 * @param maxAgeNanos how long a connection takes requests, or 0 for no limit
 * @param connectNanos how long a connection may take to be ready: name, TCP, TLS, HTTP/2 settings
 */
record PoolLimits(
    int maxConnections,
    int maxWaiting,
    long waitNanos,
    long maxIdleNanos,
    long maxAgeNanos,
    long connectNanos) {

  /** An event loop's share of a backend service's settings. */
  static PoolLimits of(BackendService service, LoopShare share) {
    PoolSettings pool = service.pool();
    return new PoolLimits(
        share.of(pool.maxConnections()),
        share.of(pool.maxWaiting()),
        TimeUnit.MILLISECONDS.toNanos(pool.waitTimeoutMillis()),
        TimeUnit.SECONDS.toNanos(pool.maxIdleSeconds()),
        TimeUnit.SECONDS.toNanos(pool.maxAgeSeconds()),
        TimeUnit.SECONDS.toNanos(service.connectTimeoutSeconds()));
  }
}
