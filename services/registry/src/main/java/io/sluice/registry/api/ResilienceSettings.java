package io.sluice.registry.api;

import io.sluice.chassis.api.Fields;
import io.sluice.contracts.model.CircuitBreaker;
import io.sluice.contracts.model.Ejection;
import io.sluice.contracts.model.RetrySettings;
import io.sluice.contracts.model.RetrySettings.GrpcStatus;
import io.sluice.contracts.model.TargetCaps;

/** Reads the parts of a backend service that say how failing targets are borne. */
final class ResilienceSettings {
  private static final int MAX_STATUSES = 20;

  private ResilienceSettings() {}

  static Ejection ejection(Fields in) {
    Ejection standard = Ejection.DEFAULT;
    return new Ejection(
        in.integer("consecutiveFailures").range(0, 100).or(standard.consecutiveFailures()),
        in.integer("seconds").range(1, 3_600).or(standard.seconds()),
        in.integer("maxPercent").range(1, 100).or(standard.maxPercent()));
  }

  static CircuitBreaker circuitBreaker(Fields in) {
    CircuitBreaker standard = CircuitBreaker.DEFAULT;
    return new CircuitBreaker(
        in.integer("failurePercent").range(1, 100).or(standard.failurePercent()),
        in.integer("minRequests").range(1, 100_000).or(standard.minRequests()),
        in.integer("windowSeconds").range(1, 600).or(standard.windowSeconds()),
        in.integer("openSeconds").range(1, 3_600).or(standard.openSeconds()));
  }

  static TargetCaps targetCaps(Fields in) {
    TargetCaps standard = TargetCaps.DEFAULT;
    return new TargetCaps(
        in.integer("requests").range(1, 1_000_000).optional(),
        in.integer("connections").range(1, 1_000_000).optional(),
        in.integer("queue").range(0, 65_535).or(standard.queue()),
        in.integer("queueTimeoutMillis").range(1, 60_000).or(standard.queueTimeoutMillis()));
  }

  static RetrySettings retry(Fields in) {
    RetrySettings standard = RetrySettings.DEFAULT;
    return new RetrySettings(
        in.bool("onConnectFailure").or(standard.onConnectFailure()),
        in.bool("onReset").or(standard.onReset()),
        in.integers(
                "onStatuses",
                MAX_STATUSES,
                status -> status == 429 || status >= 500 && status <= 599,
                "429 or 500-599")
            .or(standard.onStatuses()),
        in.choices("onGrpcStatuses", GrpcStatus.class).or(standard.onGrpcStatuses()),
        in.integer("budgetPercent").range(0, 100).or(standard.budgetPercent()));
  }
}
