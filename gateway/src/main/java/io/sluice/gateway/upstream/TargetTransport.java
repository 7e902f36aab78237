package io.sluice.gateway.upstream;

/**
 * How the targets of a backend service are spoken to.
 *
 * @param wire the version of HTTP
 * @param tls how TLS is made, or null without it
 */
record TargetTransport(TargetWire wire, TargetTlsContext tls) {}
