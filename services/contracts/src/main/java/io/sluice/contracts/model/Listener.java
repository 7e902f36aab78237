package io.sluice.contracts.model;

import java.util.UUID;

/**
 * A listener: a port on which gateways accept clients. Owner: listeners.
 *
 * @param id identity
 * @param loadBalancerId the load balancer it belongs to
 * @param name 1-63 characters, unique in its load balancer
 * @param description at most 256 characters
 * @param protocol immutable
 * @param port 1-65535, immutable
 * @param address IP literal to bind (its load balancer's), or null for each gateway's configured
 *     bind address
 * @param idleTimeoutSeconds 1-86400 s without a byte before a client connection is closed
 * @param requestHeaderTimeoutSeconds 1-300 s for a whole request head, from its first byte
 * @param maxHeaderBytes 1024-65536 bytes of a request head
 * @param maxRequestBodyBytes 0 (no limit) or the largest request body in bytes
 * @param ruleGroupId rules looked at before the default action, or null
 * @param defaultAction what happens to a request that no rule takes
 * @param desyncMode what is done with a request that could be read in two ways
 * @param limits what it bears
 * @param http2 HTTP/2 with clients
 * @param tls TLS with clients; null unless the protocol is HTTPS or TLS; null with TLS: passed
 *     through as it is, and routed by SNI, which rules see as the host
 * @param proxyProtocol PROXY protocol from what stands in front, or null
 */
public record Listener(
    UUID id,
    UUID loadBalancerId,
    String name,
    String description,
    Protocol protocol,
    int port,
    String address,
    int idleTimeoutSeconds,
    int requestHeaderTimeoutSeconds,
    int maxHeaderBytes,
    long maxRequestBodyBytes,
    UUID ruleGroupId,
    Action defaultAction,
    DesyncMode desyncMode,
    ListenerLimits limits,
    Http2Settings http2,
    ListenerTls tls,
    ProxyProtocolIn proxyProtocol) {

  /** What is absent, as in a copy of an older version, is the default. */
  public Listener {
    desyncMode = desyncMode == null ? DesyncMode.STRICT : desyncMode;
    limits = limits == null ? ListenerLimits.DEFAULT : limits;
    http2 = http2 == null ? Http2Settings.DEFAULT : http2;
  }
}
