package io.sluice.contracts.model;

/**
 * Protocols of a listener (client side) and of a backend service (target side). A listener has one
 * of {@link #HTTP}, {@link #HTTPS}, {@link #TCP} and {@link #TLS}.
 */
public enum Protocol {
  /** HTTP without TLS: with clients 1.0, 1.1 and 2 by prior knowledge, with targets 1.1. */
  HTTP,
  /** HTTP over TLS: with clients 1.1 and 2 by ALPN, with targets as their service says. */
  HTTPS,
  /** HTTP/2 without TLS, with targets. */
  H2C,
  /** gRPC with targets: HTTP/2, over TLS when the service has TLS settings. */
  GRPC,
  /** Any protocol over TCP. */
  TCP,
  /** Any protocol over TLS. */
  TLS
}
