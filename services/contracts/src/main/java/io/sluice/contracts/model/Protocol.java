package io.sluice.contracts.model;

/** Protocols of a listener (client side) and of a backend service (target side). */
public enum Protocol {
  HTTP,
  HTTPS,
  H2C,
  GRPC,
  TCP,
  TLS
}
