package io.sluice.listeners.domain;

import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.Protocol;
import java.util.UUID;

/**
 * A listener as its author wrote it; null where nothing was written.
 *
 * @param loadBalancerId the load balancer it belongs to; required, immutable
 * @param name 1-63 characters, unique in its load balancer; required
 * @param description at most 256 characters; empty by default
 * @param protocol {@code HTTP}; required, immutable
 * @param port 1-65535, unique on its load balancer's address; required, immutable
 * @param idleTimeoutSeconds 1-86400 s, 60 by default
 * @param requestHeaderTimeoutSeconds 1-300 s, 10 by default
 * @param maxHeaderBytes 1024-65536 bytes, 16384 by default
 * @param maxRequestBodyBytes 0 (default, no limit) to 9007199254740991 bytes
 * @param ruleGroupId a rule group of the same load balancer; none by default
 * @param defaultAction what happens to a request that no rule takes; required
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
    ActionDraft defaultAction) {
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
    checks.require("HTTP".equals(protocol), "protocol", protocol, "HTTP");
    checks.present("port", port, PORT.toString());
    return new Listener(
        id,
        loadBalancerId,
        name,
        description,
        Protocol.HTTP,
        checks.range("port", port, PORT, 1),
        null,
        checks.range("idleTimeoutSeconds", idleTimeoutSeconds, IDLE_TIMEOUT, 60),
        checks.range(
            "requestHeaderTimeoutSeconds", requestHeaderTimeoutSeconds, HEADER_TIMEOUT, 10),
        checks.range("maxHeaderBytes", maxHeaderBytes, HEADER_BYTES, 16_384),
        checks.range("maxRequestBodyBytes", maxRequestBodyBytes, BODY_BYTES, 0),
        ruleGroupId,
        ActionDraft.validate(
            "defaultAction", defaultAction, new RequestOrigin(port, null, null), checks));
  }
}
