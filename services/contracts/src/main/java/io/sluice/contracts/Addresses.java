package io.sluice.contracts;

/**
 * Event-bus addresses. Each comment names the body and, for requests, the answer. All bodies are
 * records of this module in JSON. The bus is at most once: a request times out after 1 s and is
 * repeated, so every request is idempotent.
 */
public final class Addresses {
  /**
   * Published by an owner after each commit and once a second: {@link
   * io.sluice.contracts.sync.Changed}.
   */
  public static final String LISTENERS_CHANGED = "sluice.listeners.changed";

  /**
   * Request {@link io.sluice.contracts.sync.SyncRequest}, answer {@link
   * io.sluice.contracts.sync.ListenersDelta}.
   */
  public static final String LISTENERS_SYNC = "sluice.listeners.sync";

  /**
   * Request {@link io.sluice.contracts.command.UsageQuery}, answer {@link
   * io.sluice.contracts.command.UsageAnswer}.
   */
  public static final String LISTENERS_USAGE = "sluice.listeners.usage";

  /**
   * Request {@link io.sluice.contracts.command.ReferenceQuery} about certificates, answer {@link
   * io.sluice.contracts.command.ReferenceAnswer}.
   */
  public static final String LISTENERS_REFERENCES = "sluice.listeners.references";

  /** As {@link #LISTENERS_CHANGED}, for backend services, virtual server groups and targets. */
  public static final String REGISTRY_CHANGED = "sluice.registry.changed";

  /**
   * Request {@link io.sluice.contracts.sync.SyncRequest}, answer {@link
   * io.sluice.contracts.sync.RegistryDelta}.
   */
  public static final String REGISTRY_SYNC = "sluice.registry.sync";

  /**
   * Request {@link io.sluice.contracts.command.ReferenceQuery}, answer {@link
   * io.sluice.contracts.command.ReferenceAnswer}.
   */
  public static final String REGISTRY_REFERENCES = "sluice.registry.references";

  /**
   * Request {@link io.sluice.contracts.command.UsageQuery} about a certificate, answer {@link
   * io.sluice.contracts.command.UsageAnswer}.
   */
  public static final String REGISTRY_USAGE = "sluice.registry.usage";

  /**
   * Request {@link io.sluice.contracts.command.MembershipCommand}, answer {@link
   * io.sluice.contracts.command.CommandAnswer}.
   */
  public static final String REGISTRY_MEMBERSHIP = "sluice.registry.membership";

  /** As {@link #LISTENERS_CHANGED}, for the health state of targets. */
  public static final String HEALTH_CHANGED = "sluice.health.changed";

  /**
   * Request {@link io.sluice.contracts.sync.SyncRequest}, answer {@link
   * io.sluice.contracts.sync.HealthDelta}.
   */
  public static final String HEALTH_SYNC = "sluice.health.sync";

  /**
   * Request {@link io.sluice.contracts.command.UsageQuery} about a virtual server group, answer
   * {@link io.sluice.contracts.command.UsageAnswer}.
   */
  public static final String BRIDGE_USAGE = "sluice.bridge.usage";

  /** As {@link #LISTENERS_CHANGED}, for webhook sources; none keeps a copy of them. */
  public static final String BRIDGE_CHANGED = "sluice.bridge.changed";

  /**
   * Published by each gateway once a second and at once after it applied a revision: {@link
   * GatewayBeat}.
   */
  public static final String GATEWAY_BEAT = "sluice.gateway.beat";

  private Addresses() {}
}
