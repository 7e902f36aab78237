package io.sluice.listeners.domain;

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
  /** The largest integer that every JSON reader keeps exactly. */
  private static final long MAX_BODY_BYTES = (1L << 53) - 1;

  /** The whole value that was stored, as if its author had written every field. */
  public static ListenerDraft of(Listener stored) {
    return new ListenerDraft(
        stored.loadBalancerId(),
        stored.name(),
        stored.description(),
        stored.protocol().name(),
        stored.port(),
        stored.idleTimeoutSeconds(),
        stored.requestHeaderTimeoutSeconds(),
        stored.maxHeaderBytes(),
        stored.maxRequestBodyBytes(),
        stored.ruleGroupId(),
        ActionDraft.of(stored.defaultAction()));
  }

  /**
   * The value with its defaults and without address; to be used only when nothing was added to the
   * violations.
   */
  public Listener validate(UUID id, Violations violations) {
    violations.present("loadBalancerId", loadBalancerId, "the id of a load balancer");
    String validName = Names.name("name", name, violations);
    String validDescription = Names.description("description", description, violations);
    violations.require("HTTP".equals(protocol), "protocol", protocol, "HTTP");
    boolean hasPort = violations.present("port", port, "1-65535");
    int validPort = hasPort ? violations.range("port", port, 1, 65_535, 1) : 1;
    long maxBody = maxRequestBodyBytes == null ? 0 : maxRequestBodyBytes;
    violations.require(
        maxBody >= 0 && maxBody <= MAX_BODY_BYTES,
        "maxRequestBodyBytes",
        maxRequestBodyBytes,
        "0 (no limit)-" + MAX_BODY_BYTES);
    return new Listener(
        id,
        loadBalancerId,
        validName,
        validDescription,
        Protocol.HTTP,
        validPort,
        null,
        violations.range("idleTimeoutSeconds", idleTimeoutSeconds, 1, 86_400, 60),
        violations.range("requestHeaderTimeoutSeconds", requestHeaderTimeoutSeconds, 1, 300, 10),
        violations.range("maxHeaderBytes", maxHeaderBytes, 1024, 65_536, 16_384),
        maxBody,
        ruleGroupId,
        ActionDraft.validate(
            "defaultAction", defaultAction, new RequestOrigin(port, null, null), violations));
  }

  /** Adds a violation for each field that may not change. */
  public static void checkChange(Listener stored, Listener next, Violations violations) {
    Immutable.check(
        "loadBalancerId", stored.loadBalancerId(), next.loadBalancerId(), "listener", violations);
    Immutable.check("protocol", stored.protocol(), next.protocol(), "listener", violations);
    Immutable.check("port", stored.port(), next.port(), "listener", violations);
  }
}
