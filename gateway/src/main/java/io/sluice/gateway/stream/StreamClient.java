package io.sluice.gateway.stream;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.UUID;

/**
 * A client's connection that is to be passed on.
 *
 * @param listenerId where it came in
 * @param channel decrypted bytes come out of its pipeline
 * @param source the client's address
 * @param destination what the client connected to
 * @param protocol {@code TCP} or {@code TLS}, for the access log
 * @param serverName the name that the client asked for by TLS (SNI), in lower case; or null
 * @param idleNanos without a byte in either direction for so long it is closed
 */
public record StreamClient(
    UUID listenerId,
    Channel channel,
    InetSocketAddress source,
    InetSocketAddress destination,
    String protocol,
    String serverName,
    long idleNanos) {}
