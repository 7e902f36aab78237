package io.sluice.gateway.testkit;

import io.sluice.contracts.model.CircuitBreaker;
import io.sluice.contracts.model.Ejection;
import io.sluice.contracts.model.RetrySettings;
import io.sluice.contracts.model.TargetCaps;

/** How the service of a {@link TestGateway} bears targets that fail. */
public record ResilienceSettings(
    Ejection ejection,
    int failOpenPercent,
    RetrySettings retry,
    TargetCaps caps,
    CircuitBreaker breaker) {
  /** Without ejection, so that what one target does has no effect on what the next one gets. */
  static final ResilienceSettings PLAIN =
      new ResilienceSettings(
          new Ejection(0, 30, 50), 0, RetrySettings.DEFAULT, TargetCaps.DEFAULT, null);

  /** With another ejection. */
  public ResilienceSettings with(Ejection newEjection) {
    return new ResilienceSettings(newEjection, failOpenPercent, retry, caps, breaker);
  }

  /** With other caps. */
  public ResilienceSettings with(TargetCaps newCaps) {
    return new ResilienceSettings(ejection, failOpenPercent, retry, newCaps, breaker);
  }

  /** With a circuit breaker. */
  public ResilienceSettings with(CircuitBreaker newBreaker) {
    return new ResilienceSettings(ejection, failOpenPercent, retry, caps, newBreaker);
  }

  /** With other retries. */
  public ResilienceSettings with(RetrySettings newRetry) {
    return new ResilienceSettings(ejection, failOpenPercent, newRetry, caps, breaker);
  }
}
