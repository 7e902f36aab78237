package io.sluice.contracts.model;

/**
 * What a listener bears, on each gateway.
 *
 * @param headerCount 1-1000 fields of a request head
 * @param uriBytes 256-65536 bytes of a request target
 * @param bodyBytesPerSecond 0 (off) to 1048576: the least average rate of a request body, after a
 *     grace of 5 s
 * @param requestsPerConnection 0 (no limit) to 1000000 requests, after which a connection is closed
 * @param connections 1-1000000 open client connections, or null for no limit
 * @param connectionsPerSource 1-100000 open connections of one client IP (IPv6: of one /64), or
 *     null for no limit
 * @param requestsPerSecond 1-1000000 requests a second, or null for no limit
 * @param newConnectionsPerSecond 1-1000000 accepted connections a second, or null for no limit
 */
public record ListenerLimits(
    int headerCount,
    int uriBytes,
    int bodyBytesPerSecond,
    int requestsPerConnection,
    Integer connections,
    Integer connectionsPerSource,
    Integer requestsPerSecond,
    Integer newConnectionsPerSecond) {
  /** What a listener bears when nothing else is said. */
  public static final ListenerLimits DEFAULT =
      new ListenerLimits(100, 8192, 128, 0, null, null, null, null);
}
