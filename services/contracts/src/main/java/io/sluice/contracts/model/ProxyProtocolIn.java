package io.sluice.contracts.model;

import java.util.List;

/**
 * PROXY protocol from what stands in front of a listener. It is detected, version 1 or 2; from a
 * source that is not trusted it is not understood.
 *
 * @param trustedSources 1-64 CIDR blocks, as {@code 10.0.0.0/8} or {@code 2001:db8::/32}
 * @param required whether a trusted source that does not send it is refused
 */
public record ProxyProtocolIn(List<String> trustedSources, boolean required) {
  public ProxyProtocolIn {
    trustedSources = List.copyOf(trustedSources);
  }
}
