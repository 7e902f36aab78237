package io.sluice.gateway.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.sluice.gateway.persistence.CookieEvent;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The meters of a backend service's connections to its targets, and of who keeps to one. */
final class UpstreamMeters {
  private final MeterRegistry registry;
  private final Tags tags;
  private final LongAdder open = new LongAdder();
  private final Gauge connections;
  private final Timer connect;
  private final Counter retriesRefused;
  private final Map<Reason, Counter> failures = new ConcurrentHashMap<>();
  private final Map<CookieEvent, Counter> cookies = new ConcurrentHashMap<>();

  UpstreamMeters(MeterRegistry registry, UUID serviceId) {
    this.registry = registry;
    this.tags = Tags.of("service", serviceId.toString());
    connections =
        Gauge.builder(MetricNames.TARGET_CONNECTIONS, open, LongAdder::sum)
            .description("Open connections to targets")
            .tags(tags)
            .register(registry);
    connect =
        Timer.builder(MetricNames.TARGET_CONNECT)
            .description("Connections to targets that were made, and how long that took")
            .tags(tags)
            .register(registry);
    retriesRefused =
        Counter.builder(MetricNames.RETRIES_REFUSED)
            .description("Attempts on another target that the budget of retries forbade")
            .tags(tags)
            .register(registry);
  }

  void retryRefused() {
    retriesRefused.increment();
  }

  void connected(long nanos) {
    open.increment();
    connect.record(nanos, TimeUnit.NANOSECONDS);
  }

  void disconnected() {
    open.decrement();
  }

  void failed(Reason reason) {
    failures
        .computeIfAbsent(
            reason,
            why ->
                Counter.builder(MetricNames.TARGET_CONNECT_FAILURES)
                    .description("Connections to targets that could not be made")
                    .tags(tags.and("reason", why.name()))
                    .register(registry))
        .increment();
  }

  void cookie(CookieEvent event) {
    cookies
        .computeIfAbsent(
            event,
            what ->
                Counter.builder(MetricNames.COOKIES)
                    .description("What became of the gateway's own cookies")
                    .tags(tags.and("event", what.name().toLowerCase(Locale.ROOT)))
                    .register(registry))
        .increment();
  }

  /** Leaves the registry, unless connections of a service that left are still in use. */
  boolean removeIfUnused() {
    if (open.sum() != 0) {
      return false;
    }
    failures.values().forEach(registry::remove);
    cookies.values().forEach(registry::remove);
    registry.remove(connections);
    registry.remove(connect);
    registry.remove(retriesRefused);
    return true;
  }
}
