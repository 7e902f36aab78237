package io.sluice.listeners.domain;

import io.sluice.contracts.model.Listener;

/** Listeners as values. */
public final class Listeners {
  private Listeners() {}

  /** The listener at an address, which is its load balancer's; null for the gateways' own. */
  public static Listener at(String address, Listener listener) {
    return new Listener(
        listener.id(),
        listener.loadBalancerId(),
        listener.name(),
        listener.description(),
        listener.protocol(),
        listener.port(),
        address,
        listener.idleTimeoutSeconds(),
        listener.requestHeaderTimeoutSeconds(),
        listener.maxHeaderBytes(),
        listener.maxRequestBodyBytes(),
        listener.ruleGroupId(),
        listener.defaultAction(),
        listener.desyncMode(),
        listener.limits(),
        listener.http2(),
        listener.tls(),
        listener.proxyProtocol());
  }
}
