package io.sluice.bridge.api;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts webhooks by the status they were answered with. */
@Singleton
public class WebhookMetrics {
  private final MeterRegistry registry;

  public WebhookMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void count(int status) {
    registry.counter("sluice.bridge.webhooks", "status", String.valueOf(status)).increment();
  }
}
