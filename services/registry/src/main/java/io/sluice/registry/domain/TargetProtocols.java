package io.sluice.registry.domain;

import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.TargetTls;
import io.sluice.contracts.model.UpstreamHttp;
import java.util.List;
import java.util.Set;

/** What the protocol of a backend service makes of its other settings. */
public final class TargetProtocols {
  /** Protocols of a backend service. */
  public static final List<Protocol> ALL =
      List.of(
          Protocol.HTTP, Protocol.HTTPS, Protocol.H2C, Protocol.GRPC, Protocol.TCP, Protocol.TLS);

  /** Protocols of a health check. */
  public static final List<Protocol> CHECKS =
      List.of(Protocol.HTTP, Protocol.HTTPS, Protocol.TCP, Protocol.TLS, Protocol.GRPC);

  private static final Set<Protocol> CHECKS_OVER_TLS = Set.of(Protocol.HTTPS, Protocol.TLS);

  private static final Set<Protocol> WITHOUT_TLS =
      Set.of(Protocol.HTTP, Protocol.H2C, Protocol.TCP);

  private TargetProtocols() {}

  /** Whether targets are sent bytes as they are, and not requests of HTTP. */
  public static boolean streams(Protocol protocol) {
    return protocol == Protocol.TCP || protocol == Protocol.TLS;
  }

  /** The version of HTTP that a protocol has by default, and all but HTTPS always. */
  public static UpstreamHttp defaultVersion(Protocol protocol) {
    return switch (protocol) {
      case H2C, GRPC -> UpstreamHttp.HTTP_2;
      case HTTP, HTTPS, TCP, TLS -> UpstreamHttp.HTTP_1_1;
    };
  }

  /** The TLS settings that a protocol has by default; null for none. */
  public static TargetTls defaultTls(Protocol protocol) {
    return protocol == Protocol.HTTPS || protocol == Protocol.TLS ? TargetTls.DEFAULT : null;
  }

  /** The protocol of a health check that names none. */
  public static Protocol defaultCheck(Protocol protocol) {
    return streams(protocol) ? protocol : Protocol.HTTP;
  }

  /**
   * Notes each setting that does not go with the protocol; a health check that was wrong is null.
   */
  public static void check(BackendService service, Violations violations) {
    Protocol protocol = service.protocol();
    if (protocol != Protocol.HTTPS && service.httpVersion() != defaultVersion(protocol)) {
      violations.add(
          "httpVersion",
          text(service.httpVersion()),
          text(defaultVersion(protocol)) + ", as the protocol is " + protocol);
    }
    TargetTls tls = service.tls();
    if (tls != null && WITHOUT_TLS.contains(protocol)) {
      violations.add("tls", "an object", "absent or null, as the protocol is " + protocol);
    }
    if (tls != null && !tls.verify() && tls.authorityId() != null) {
      violations.add("tls.authorityId", tls.authorityId(), "absent, as verify is false");
    }
    if (streams(protocol) && service.requestTimeoutSeconds() != null) {
      violations.add(
          "requestTimeoutSeconds",
          service.requestTimeoutSeconds(),
          "absent, as the protocol is "
              + protocol
              + "; the listener's idleTimeoutSeconds ends connections");
    }
    if (service.stickiness().byCookie() && streams(protocol)) {
      violations.add(
          "stickiness.type",
          service.stickiness().type() == Stickiness.Type.GATEWAY_COOKIE
              ? "gateway_cookie"
              : "application_cookie",
          "off, source_ip: there are no cookies with protocol " + protocol);
    }
    HealthCheck check = service.healthCheck();
    if (tls == null && check != null && CHECKS_OVER_TLS.contains(check.protocol())) {
      violations.add(
          "healthCheck.protocol",
          check.protocol(),
          "HTTP, TCP, GRPC: " + check.protocol() + " needs the backend service's tls settings");
    }
  }

  private static String text(UpstreamHttp version) {
    return version == UpstreamHttp.HTTP_2 ? "2" : "1.1";
  }
}
