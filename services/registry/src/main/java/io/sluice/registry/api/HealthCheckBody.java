package io.sluice.registry.api;

import io.sluice.chassis.api.Fields;
import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.Protocol;
import io.sluice.registry.domain.ExpectedCodes;
import io.sluice.registry.domain.HostNames;
import io.sluice.registry.domain.TargetProtocols;
import java.util.List;

/** Reads a health check; every field has a default. */
final class HealthCheckBody {
  private HealthCheckBody() {}

  /** Reads it; {@code standard} is the protocol of a check that names none. */
  static HealthCheck read(Fields in, Protocol standard) {
    HealthCheck check =
        new HealthCheck(
            in.bool("enabled").or(true),
            in.choice("protocol", TargetProtocols.CHECKS).or(standard),
            in.integer("port").range(0, 65_535).or(0),
            in.text("host")
                .matching(host -> HostNames.canonical(host).isPresent(), HostNames.ALLOWED)
                .optional(),
            in.text("path")
                .length(1, 1024)
                .matching(HealthCheckBody::isPath, "visible ASCII characters, '/' first")
                .or("/"),
            in.choice("method", List.of("GET", "HEAD", "OPTIONS")).or("GET"),
            in.text("expectedCodes")
                .matching(ExpectedCodes::isValid, ExpectedCodes.ALLOWED)
                .or("200-399"),
            in.text("expectedBody").length(1, 1024).optional(),
            in.integer("intervalSeconds").range(1, 300).or(5),
            in.integer("unhealthyIntervalSeconds").range(1, 300).optional(),
            in.integer("timeoutSeconds").range(1, 60).or(3),
            in.integer("healthyThreshold").range(1, 10).or(3),
            in.integer("unhealthyThreshold").range(1, 10).or(3));
    if (check.expectedBody() != null && "HEAD".equals(check.method())) {
      in.wrong("expectedBody", check.expectedBody(), "absent with HEAD, whose answer has no body");
    }
    return check;
  }

  private static boolean isPath(String path) {
    return path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 127 && c != '#');
  }
}
