package io.sluice.health.domain;

import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.TargetHealth.State;
import java.util.function.DoubleSupplier;

/**
 * When the next probe of a pair is due. Jitter keeps the probes of many pairs, and of several
 * replicas of this service, from falling together.
 */
public final class Pacing {
  /** A new target must take traffic soon, whatever its interval. */
  static final long FIRST_PROBE_MILLIS = 1_000;

  /** Share of an interval by which it is made longer or shorter. */
  static final double JITTER = 0.1;

  private final DoubleSupplier random;

  /**
   * Makes a pacing.
   *
   * @param random numbers in [0, 1)
   */
  public Pacing(DoubleSupplier random) {
    this.random = random;
  }

  /** Delay in ms of the first probe after a pair or its check is new. */
  public long first(HealthCheck check) {
    long spread = Math.min(FIRST_PROBE_MILLIS, check.intervalSeconds() * 1_000L);
    return (long) (random.getAsDouble() * spread);
  }

  /** Time in ms from the start of one probe to the start of the next. */
  public long interval(HealthCheck check, State state) {
    boolean other = state == State.UNHEALTHY && check.unhealthyIntervalSeconds() != null;
    int seconds = other ? check.unhealthyIntervalSeconds() : check.intervalSeconds();
    double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
    return (long) (seconds * 1_000L * factor);
  }
}
