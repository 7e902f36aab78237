package io.sluice.listeners.domain;

import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.Protocol;

/** What passes through a listener, and so what the backend services behind it have to speak. */
public enum Traffic {
  /** Requests of HTTP. */
  REQUESTS("backend-service-http", "HTTP, HTTPS, H2C or GRPC"),
  /** Bytes of any protocol. */
  BYTES("backend-service-stream", "TCP or TLS");

  private final String referenceKind;
  private final String protocols;

  Traffic(String referenceKind, String protocols) {
    this.referenceKind = referenceKind;
    this.protocols = protocols;
  }

  /** That of a listener. */
  public static Traffic of(Listener listener) {
    return listener.protocol() == Protocol.TCP || listener.protocol() == Protocol.TLS
        ? BYTES
        : REQUESTS;
  }

  /** What the registry calls backend services that speak it. */
  public String referenceKind() {
    return referenceKind;
  }

  /** The protocols of such backend services, for messages. */
  public String protocols() {
    return protocols;
  }
}
