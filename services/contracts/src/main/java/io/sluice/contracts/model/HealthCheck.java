package io.sluice.contracts.model;

/**
 * How the targets of a backend service are probed.
 *
 * @param enabled when false, no probe is sent and every target counts as healthy
 * @param protocol {@link Protocol#HTTP}, {@link Protocol#HTTPS}, {@link Protocol#TCP}, {@link
 *     Protocol#TLS} (a handshake) or {@link Protocol#GRPC} ({@code grpc.health.v1}, over TLS when
 *     the service has TLS settings)
 * @param port 1-65535, or 0 for the port that traffic uses
 * @param host Host header of an HTTP(S) probe, or null for the target's address
 * @param path path of an HTTP(S) probe
 * @param method {@code GET}, {@code HEAD} or {@code OPTIONS}
 * @param expectedCodes list of codes and ranges, as {@code 200-399,404}
 * @param expectedBody text that the first 64 KiB of the answer must contain, or null
 * @param intervalSeconds 1-300 s between two probes
 * @param unhealthyIntervalSeconds 1-300 s between two probes while unhealthy, or null for the same
 * @param timeoutSeconds 1-60 s until a probe counts as failed
 * @param healthyThreshold 1-10 successes in a row that make an unhealthy target healthy
 * @param unhealthyThreshold 1-10 failures in a row that make a healthy target unhealthy
 */
public record HealthCheck(
    boolean enabled,
    Protocol protocol,
    int port,
    String host,
    String path,
    String method,
    String expectedCodes,
    String expectedBody,
    int intervalSeconds,
    Integer unhealthyIntervalSeconds,
    int timeoutSeconds,
    int healthyThreshold,
    int unhealthyThreshold) {}
