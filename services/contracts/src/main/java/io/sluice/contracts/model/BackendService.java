package io.sluice.contracts.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;

/**
 * A backend service: how the targets of a group are used. Owner: registry.
 *
 * @param id identity
 * @param name 1-63 characters, unique in the suite
 * @param description at most 256 characters
 * @param protocol how targets are spoken to
 * @param port 1-65535, port of targets that name none
 * @param virtualServerGroupId the group whose targets are used
 * @param algorithm how a target is chosen
 * @param connectTimeoutSeconds 1-60 s to open a connection to a target
 * @param responseTimeoutSeconds 1-3600 s until a target's response head, and between two pieces of
 *     its body
 * @param requestTimeoutSeconds 1-3600 s for the whole exchange, or null for no limit
 * @param retries 0-5 tries on another target of what may be repeated
 * @param deregistrationDelaySeconds 0-3600 s in which a deregistered target finishes its requests
 * @param xForwardedFor what is done with X-Forwarded-For
 * @param xForwardedProto whether X-Forwarded-Proto is set
 * @param xForwardedPort whether X-Forwarded-Port is set
 * @param xForwardedHost whether X-Forwarded-Host is set
 * @param healthCheck how targets are probed
 * @param httpVersion the version of HTTP over TLS with protocol HTTPS; HTTP is always 1.1, H2C and
 *     GRPC always 2
 * @param tls TLS with targets; null unless the protocol is HTTPS or TLS, or GRPC over TLS
 * @param pool connections to targets
 * @param hashKey what requests are placed by; null unless the algorithm is consistent_hash
 * @param stickiness whether requests of one client keep to one target
 * @param slowStartSeconds 30-900 s in which the share of a new target grows, or 0
 * @param ejection when a failing target is left out for a while
 * @param failOpenPercent 0-100 %: when a smaller share of the targets is healthy, all are used; 0:
 *     only when none is
 * @param retry when a request is tried on another target
 * @param targetCaps what one target is given at most
 * @param circuitBreaker when requests are answered 503 at once, or null for never
 * @param proxyProtocol whether targets are told the client's address by PROXY protocol
 */
public record BackendService(
    UUID id,
    String name,
    String description,
    Protocol protocol,
    int port,
    UUID virtualServerGroupId,
    Algorithm algorithm,
    int connectTimeoutSeconds,
    int responseTimeoutSeconds,
    Integer requestTimeoutSeconds,
    int retries,
    int deregistrationDelaySeconds,
    ForwardedMode xForwardedFor,
    boolean xForwardedProto,
    boolean xForwardedPort,
    boolean xForwardedHost,
    HealthCheck healthCheck,
    UpstreamHttp httpVersion,
    TargetTls tls,
    PoolSettings pool,
    HashKey hashKey,
    Stickiness stickiness,
    int slowStartSeconds,
    Ejection ejection,
    int failOpenPercent,
    RetrySettings retry,
    TargetCaps targetCaps,
    CircuitBreaker circuitBreaker,
    ProxyProtocol proxyProtocol) {

  /** What is absent, as in a copy of an older version, is the default. */
  public BackendService {
    httpVersion = httpVersion == null ? UpstreamHttp.HTTP_1_1 : httpVersion;
    pool = pool == null ? PoolSettings.DEFAULT : pool;
    stickiness = stickiness == null ? Stickiness.OFF : stickiness;
    ejection = ejection == null ? Ejection.DEFAULT : ejection;
    retry = retry == null ? RetrySettings.DEFAULT : retry;
    targetCaps = targetCaps == null ? TargetCaps.DEFAULT : targetCaps;
    proxyProtocol = proxyProtocol == null ? ProxyProtocol.OFF : proxyProtocol;
  }

  /** How a target is chosen. */
  public enum Algorithm {
    /** Smooth weighted round robin, as nginx does it. */
    @JsonProperty("weighted_round_robin")
    WEIGHTED_ROUND_ROBIN,
    /** The target with the fewest requests in flight in proportion to its weight. */
    @JsonProperty("weighted_least_connections")
    WEIGHTED_LEAST_CONNECTIONS,
    /** By the client's IP address, as long as the targets stay the same. */
    @JsonProperty("source_ip_hash")
    SOURCE_IP_HASH,
    /** The better of two by latency, failures and requests in flight. */
    @JsonProperty("peak_ewma")
    PEAK_EWMA,
    /** By a key of the request, with few moves when targets change; see {@link HashKey}. */
    @JsonProperty("consistent_hash")
    CONSISTENT_HASH
  }

  /** What is done with a forwarding header that a client sent. */
  public enum ForwardedMode {
    /** The client's address is added at the end. */
    @JsonProperty("append")
    APPEND,
    /** Passed as it came. */
    @JsonProperty("preserve")
    PRESERVE,
    /** Removed, and none is added. */
    @JsonProperty("remove")
    REMOVE
  }
}
