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
    ProxyProtocol proxyProtocol) {

  /** What is absent, as in a copy of an older version, is the default. */
  public BackendService {
    httpVersion = httpVersion == null ? UpstreamHttp.HTTP_1_1 : httpVersion;
    pool = pool == null ? PoolSettings.DEFAULT : pool;
    proxyProtocol = proxyProtocol == null ? ProxyProtocol.OFF : proxyProtocol;
  }

  /** How a target is chosen. */
  public enum Algorithm {
    /** Smooth weighted round robin, as nginx does it. */
    @JsonProperty("weighted_round_robin")
    WEIGHTED_ROUND_ROBIN
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
