package io.sluice.health.probe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.health.domain.HealthBoard;
import io.sluice.health.domain.Verdict;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts probes by result, and targets by state. */
public final class ProbeMetrics {
  private final Counter passed;
  private final Map<Reason, Counter> failed = new EnumMap<>(Reason.class);

  /** Registers {@code sluice_health_probes_total} and {@code sluice_health_targets}. */
  public ProbeMetrics(MeterRegistry registry, HealthBoard board) {
    passed = counter(registry, "ok");
    for (Reason reason : Reason.values()) {
      failed.put(reason, counter(registry, reason.name()));
    }
    for (State state : State.values()) {
      registry.gauge(
          "sluice.health.targets",
          Tags.of("state", state.name().toLowerCase(Locale.ROOT)),
          board,
          b -> b.counts().getOrDefault(state, 0));
    }
  }

  /** Counts one probe. */
  public void count(Verdict verdict) {
    (verdict.ok() ? passed : failed.get(verdict.reason())).increment();
  }

  private static Counter counter(MeterRegistry registry, String result) {
    return Counter.builder("sluice.health.probes")
        .description("Probes by result")
        .tag("result", result)
        .register(registry);
  }
}
