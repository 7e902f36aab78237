package io.sluice.gateway.observe;

/** Names of the gateway's metrics, as the registry has them; described in docs/metrics.md. */
final class MetricNames {
  static final String REQUESTS = "sluice.gateway.requests";
  static final String REFUSALS = "sluice.gateway.refusals";
  static final String FLAWS = "sluice.gateway.desync.flaws";
  static final String DURATION = "sluice.gateway.request.duration";
  static final String RETRIES = "sluice.gateway.retries";
  static final String RETRIES_REFUSED = "sluice.gateway.retries.refused";
  static final String PROXY_FAILURES = "sluice.gateway.proxy.protocol.failures";
  static final String STREAMS = "sluice.gateway.streams";
  static final String STREAM_DURATION = "sluice.gateway.stream.duration";
  static final String RECEIVED = "sluice.gateway.received";
  static final String SENT = "sluice.gateway.sent";
  static final String CONNECTIONS = "sluice.gateway.connections";
  static final String ACCEPTED = "sluice.gateway.connections.accepted";
  static final String REJECTED = "sluice.gateway.connections.rejected";
  static final String ACCEPT_FAILURES = "sluice.gateway.accept.failures";
  static final String ALL_CONNECTIONS = "sluice.gateway.connections.all";
  static final String MAX_CONNECTIONS = "sluice.gateway.connections.max";
  static final String MIRRORED = "sluice.gateway.mirrored";
  static final String FLOODS = "sluice.gateway.http2.floods";
  static final String COOKIES = "sluice.gateway.cookies";
  static final String LISTENER_INFO = "sluice.gateway.listener.info";
  static final String SERVICE_INFO = "sluice.gateway.backend.service.info";
  static final String TARGETS = "sluice.gateway.targets";
  static final String EJECTIONS = "sluice.gateway.target.ejections";
  static final String WEIGHT_PERCENT = "sluice.gateway.target.weight.percent";
  static final String EJECTED = "sluice.gateway.target.ejected";
  static final String WAITING = "sluice.gateway.target.waiting";
  static final String WAITED = "sluice.gateway.target.waited";
  static final String CIRCUIT = "sluice.gateway.circuit.state";
  static final String CIRCUIT_OPENED = "sluice.gateway.circuit.opened";
  static final String CIRCUIT_REFUSED = "sluice.gateway.circuit.refused";
  static final String TARGET_CONNECTIONS = "sluice.gateway.target.connections";
  static final String TARGET_CONNECT = "sluice.gateway.target.connect";
  static final String TARGET_CONNECT_FAILURES = "sluice.gateway.target.connect.failures";
  static final String REVISION = "sluice.gateway.revision";
  static final String COPY_AGE = "sluice.gateway.copy.age";
  static final String LOG_DROPPED = "sluice.gateway.access.log.dropped";
  static final String HANDSHAKES = "sluice.gateway.tls.handshakes";
  static final String HANDSHAKE_FAILURES = "sluice.gateway.tls.handshake.failures";
  static final String HANDSHAKE_DURATION = "sluice.gateway.tls.handshake.duration";
  static final String HANDSHAKES_UNDER_WAY = "sluice.gateway.tls.handshakes.under.way";
  static final String TLS_RESUMED = "sluice.gateway.tls.resumed";
  static final String TLS_ENGINE = "sluice.gateway.tls.engine";

  private MetricNames() {}
}
