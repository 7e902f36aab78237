package io.sluice.contracts.model;

/**
 * What one target is given at most by one gateway. What comes above waits in a bounded queue, if no
 * other target has room.
 *
 * @param requests 1-1000000 requests in flight, or null for no limit
 * @param connections 1-1000000 connections of TCP and TLS clients, or null for no limit; those of
 *     HTTP are limited by {@link PoolSettings#maxConnections}
 * @param queue 0-65535 requests or connections that wait, for the whole backend service
 * @param queueTimeoutMillis 1-60000 ms that one waits
 */
public record TargetCaps(Integer requests, Integer connections, int queue, int queueTimeoutMillis) {
  /** No limits. */
  public static final TargetCaps DEFAULT = new TargetCaps(null, null, 1024, 5000);
}
