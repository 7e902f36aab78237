package io.sluice.listeners.domain;

import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.DesyncMode;
import io.sluice.contracts.model.Http2Settings;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.ListenerLimits;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.ListenerTls.ClientAuth;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.ProxyProtocolIn;
import java.util.List;
import java.util.UUID;

/**
 * A listener as its author wrote it; null where nothing was written.
 *
 * @param loadBalancerId the load balancer it belongs to; required, immutable
 * @param name 1-63 characters, unique in its load balancer; required
 * @param description at most 256 characters; empty by default
 * @param protocol one of {@link #PROTOCOLS}; required, immutable
 * @param port 1-65535, unique on its load balancer's address; required, immutable
 * @param idleTimeoutSeconds 1-86400 s, by default 60, with TCP and TLS 1800
 * @param requestHeaderTimeoutSeconds 1-300 s, 10 by default
 * @param maxHeaderBytes 1024-65536 bytes, 16384 by default
 * @param maxRequestBodyBytes 0 (default, no limit) to 9007199254740991 bytes
 * @param ruleGroupId a rule group of the same load balancer; none by default, and none with TCP,
 *     nor with TLS that is ended here
 * @param defaultAction what happens to a request that no rule takes; required; with TCP and TLS a
 *     forward
 * @param desyncMode {@code strict} by default
 * @param limits by default {@link ListenerLimits#DEFAULT}
 * @param http2 by default {@link Http2Settings#DEFAULT}
 * @param tls required with HTTPS; with TLS absent when TLS is passed on as it is; else absent
 * @param proxyProtocol from whom PROXY protocol is taken; from nobody by default
 */
public record ListenerDraft(
    UUID loadBalancerId,
    String name,
    String description,
    String protocol,
    Integer port,
    Integer idleTimeoutSeconds,
    Integer requestHeaderTimeoutSeconds,
    Integer maxHeaderBytes,
    Long maxRequestBodyBytes,
    UUID ruleGroupId,
    ActionDraft defaultAction,
    DesyncMode desyncMode,
    ListenerLimits limits,
    Http2Settings http2,
    ListenerTls tls,
    ProxyProtocolIn proxyProtocol) {
  /** Protocols of a listener. */
  public static final List<Protocol> PROTOCOLS =
      List.of(Protocol.HTTP, Protocol.HTTPS, Protocol.TCP, Protocol.TLS);

  /** Ports of a listener. */
  public static final Range PORT = new Range(1, 65_535);

  /** Seconds of {@code idleTimeoutSeconds}. */
  public static final Range IDLE_TIMEOUT = new Range(1, 86_400);

  /** Seconds of {@code requestHeaderTimeoutSeconds}. */
  public static final Range HEADER_TIMEOUT = new Range(1, 300);

  /** Bytes of {@code maxHeaderBytes}. */
  public static final Range HEADER_BYTES = new Range(1024, 65_536);

  /** Bytes of {@code maxRequestBodyBytes}; up to what every JSON reader keeps exactly. */
  public static final Range BODY_BYTES = new Range(0, (1L << 53) - 1);

  /**
   * The value with its defaults and without address; to be used only when nothing was added to the
   * violations.
   */
  public Listener validate(UUID id, Violations violations) {
    Checks checks = new Checks(violations);
    checks.present("loadBalancerId", loadBalancerId, "the id of a load balancer");
    Protocol known =
        PROTOCOLS.stream().filter(p -> p.name().equals(protocol)).findFirst().orElse(null);
    checks.require(known != null, "protocol", protocol, "HTTP, HTTPS, TCP, TLS");
    checkTls(known, checks);
    boolean streams = known == Protocol.TCP || known == Protocol.TLS;
    if (streams) {
      checkStreams(known, checks);
    }
    checks.present("port", port, PORT.toString());
    return new Listener(
        id,
        loadBalancerId,
        name,
        description,
        known,
        checks.range("port", port, PORT, 1),
        null,
        checks.range("idleTimeoutSeconds", idleTimeoutSeconds, IDLE_TIMEOUT, streams ? 1_800 : 60),
        checks.range(
            "requestHeaderTimeoutSeconds", requestHeaderTimeoutSeconds, HEADER_TIMEOUT, 10),
        checks.range("maxHeaderBytes", maxHeaderBytes, HEADER_BYTES, 16_384),
        checks.range("maxRequestBodyBytes", maxRequestBodyBytes, BODY_BYTES, 0),
        ruleGroupId,
        ActionDraft.validate(
            "defaultAction", defaultAction, new RequestOrigin(port, null, null), checks),
        desyncMode,
        limits,
        http2,
        tls,
        proxyProtocol);
  }

  /** Bytes cannot be redirected or answered, nor routed but by the name that TLS begins with. */
  private void checkStreams(Protocol known, Checks checks) {
    String why = ", as the protocol is " + known;
    checks.require(
        ruleGroupId == null || known == Protocol.TLS && tls == null,
        "ruleGroupId",
        ruleGroupId,
        "absent" + why + (tls == null ? "" : " and tls is set"));
    if (defaultAction != null && defaultAction.type() != null) {
      checks.require(
          defaultAction.type().equals("forward"),
          "defaultAction.type",
          defaultAction.type(),
          "forward" + why);
      checks.require(
          defaultAction.stickySeconds() == null,
          "defaultAction.stickySeconds",
          defaultAction.stickySeconds(),
          "absent" + why);
    }
    if (tls != null) {
      checks.require(
          tls.hstsMaxAgeSeconds() == null,
          "tls.hstsMaxAgeSeconds",
          tls.hstsMaxAgeSeconds(),
          "absent" + why);
    }
    if (limits != null) {
      checks.require(
          limits.requestsPerSecond() == null,
          "limits.requestsPerSecond",
          limits.requestsPerSecond(),
          "absent" + why + "; newConnectionsPerSecond limits connections");
    }
  }

  private void checkTls(Protocol known, Checks checks) {
    if (known == Protocol.HTTPS) {
      checks.present("tls", tls, "an object with certificateIds, as the protocol is " + known);
    } else if (known != null && known != Protocol.TLS) {
      checks.require(tls == null, "tls", "an object", "absent, as the protocol is " + known);
    }
    if (tls != null) {
      boolean asked = tls.clientAuth() != ClientAuth.OFF;
      checks.require(
          asked == (tls.clientAuthorityId() != null),
          "tls.clientAuthorityId",
          tls.clientAuthorityId(),
          asked
              ? "required: the id of a certificate without key, as clientAuth is not off"
              : "absent, as clientAuth is off");
    }
  }
}
