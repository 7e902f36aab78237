package io.sluice.gateway.observe;

import java.util.UUID;

/**
 * A request that has ended, or a connection of a TCP or TLS listener.
 *
 * @param listenerId where it came in
 * @param serviceId the backend service, or null when none was chosen
 * @param targetId the target of the last attempt, or null when none was chosen
 * @param targetAddress {@code host:port} of that target, or null
 * @param clientAddress {@code ip:port} of the client
 * @param method as sent, or null when the head was not understood
 * @param host as sent, or null; with TLS the name that the client asked for (SNI), or null
 * @param requestTarget path and query as sent, or null
 * @param version {@code HTTP/1.0}, {@code HTTP/1.1}, {@code HTTP/2.0}, {@code TCP} or {@code TLS}
 * @param status status sent to the client, or 0 when none was
 * @param reason why the gateway itself answered or cut it
 * @param attempts targets tried; 0 when none was needed
 * @param startedAtMillis when its head began, Unix time in ms
 * @param durationNanos from its head's first byte to the answer's last
 * @param bytesReceived bytes of its body
 * @param bytesSent bytes of the answer's body
 */
public record RequestSummary(
    UUID listenerId,
    UUID serviceId,
    UUID targetId,
    String targetAddress,
    String clientAddress,
    String method,
    String host,
    String requestTarget,
    String version,
    int status,
    Reason reason,
    int attempts,
    long startedAtMillis,
    long durationNanos,
    long bytesReceived,
    long bytesSent) {}
