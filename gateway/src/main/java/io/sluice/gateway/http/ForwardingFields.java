package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.sluice.contracts.model.BackendService;

/** The fields that tell a target of the client: X-Forwarded-* by the backend service's settings. */
final class ForwardingFields {
  private static final AsciiString X_FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");
  private static final AsciiString X_FORWARDED_PROTO = AsciiString.cached("X-Forwarded-Proto");
  private static final AsciiString X_FORWARDED_PORT = AsciiString.cached("X-Forwarded-Port");
  private static final AsciiString X_FORWARDED_HOST = AsciiString.cached("X-Forwarded-Host");

  private ForwardingFields() {}

  /**
   * Sets the X-Forwarded fields of a request. A field that is switched off is removed, so that a
   * client cannot forge it.
   *
   * @param clientIp the client's address as text
   * @param scheme {@code http} or {@code https}
   * @param port the listener's port as text
   */
  static void addForwarded(
      HttpHeaders headers, BackendService service, String clientIp, String scheme, String port) {
    switch (service.xForwardedFor()) {
      case APPEND -> append(headers, X_FORWARDED_FOR, clientIp);
      case REMOVE -> headers.remove(X_FORWARDED_FOR);
      case PRESERVE -> {
        // Passed as it came.
      }
    }
    setOrRemove(headers, X_FORWARDED_PROTO, service.xForwardedProto() ? scheme : null);
    setOrRemove(headers, X_FORWARDED_PORT, service.xForwardedPort() ? port : null);
    setOrRemove(
        headers,
        X_FORWARDED_HOST,
        service.xForwardedHost() ? headers.get(HttpHeaderNames.HOST) : null);
  }

  static void append(HttpHeaders headers, AsciiString name, CharSequence value) {
    if (!headers.contains(name)) {
      headers.add(name, value);
      return;
    }
    headers.set(name, String.join(", ", headers.getAll(name)) + ", " + value);
  }

  private static void setOrRemove(HttpHeaders headers, AsciiString name, String value) {
    if (value == null) {
      headers.remove(name);
    } else {
      headers.set(name, value);
    }
  }
}
