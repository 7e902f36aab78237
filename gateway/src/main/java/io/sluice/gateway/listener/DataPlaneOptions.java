package io.sluice.gateway.listener;

import io.sluice.gateway.tls.TlsEngine;
import java.time.Duration;

/**
 * Settings of the data plane.
 *
 * @param gatewayId the gateway's name
 * @param bindAddress IP literal for listeners that name none
 * @param eventLoops threads that carry traffic, at least 1
 * @param maxConnections client connections of all listeners at once
 * @param drainTimeout how long requests in flight have to end
 * @param transport sockets and event loops
 * @param tlsEngine the library that does TLS
 */
public record DataPlaneOptions(
    String gatewayId,
    String bindAddress,
    int eventLoops,
    int maxConnections,
    Duration drainTimeout,
    Transport transport,
    TlsEngine tlsEngine) {}
