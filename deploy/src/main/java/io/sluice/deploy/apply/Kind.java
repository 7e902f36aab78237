package io.sluice.deploy.apply;

import java.util.Optional;

/** The kinds of objects that a file can hold. */
public enum Kind {
  CERTIFICATE("certificate", "/certificates", Owner.LISTENERS, null, null),
  TLS_POLICY("TLS policy", "/tls-policies", Owner.LISTENERS, null, null),
  GROUP("virtual server group", "/virtual-server-groups", Owner.REGISTRY, null, null),
  TARGET("target", "/targets", Owner.REGISTRY, GROUP, null),
  BACKEND_SERVICE("backend service", "/backend-services", Owner.REGISTRY, null, null),
  LOAD_BALANCER("load balancer", "/load-balancers", Owner.LISTENERS, null, null),
  RULE_GROUP("rule group", "/rule-groups", Owner.LISTENERS, LOAD_BALANCER, "loadBalancerId"),
  RULE("rule", "/rules", Owner.LISTENERS, RULE_GROUP, "ruleGroupId"),
  LISTENER("listener", "/listeners", Owner.LISTENERS, LOAD_BALANCER, "loadBalancerId");

  /** The service that owns a kind. */
  public enum Owner {
    /** Certificates, TLS policies, load balancers and what belongs to them. */
    LISTENERS,
    /** Backend services and targets. */
    REGISTRY
  }

  private final String text;
  private final String path;
  private final Owner owner;
  private final Kind parent;
  private final String parentField;

  Kind(String text, String path, Owner owner, Kind parent, String parentField) {
    this.text = text;
    this.path = path;
    this.owner = owner;
    this.parent = parent;
    this.parentField = parentField;
  }

  /** As a person says it. */
  public String text() {
    return text;
  }

  /** Path of the collection in REST. Targets are below their group's path. */
  String path() {
    return path;
  }

  Owner owner() {
    return owner;
  }

  /** What an object of the kind belongs to. */
  Optional<Kind> parent() {
    return Optional.ofNullable(parent);
  }

  /** Field that names the parent in REST; null when the path does. */
  String parentField() {
    return parentField;
  }
}
