package io.sluice.gateway.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The meters of a TCP or TLS listener's connections to one backend service. */
final class StreamMeters {
  private final MeterRegistry registry;
  private final Tags tags;
  private final Map<Reason, Counter> byReason = new ConcurrentHashMap<>();
  private final Timer duration;
  private final Counter received;
  private final Counter sent;

  StreamMeters(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
    duration =
        Timer.builder(MetricNames.STREAM_DURATION)
            .description("How long connections of TCP and TLS listeners were open")
            .tags(tags)
            .register(registry);
    received = bytes(MetricNames.RECEIVED, "Bytes of request bodies, or of TCP clients");
    sent = bytes(MetricNames.SENT, "Bytes of answers' bodies, or to TCP clients");
  }

  void record(RequestSummary connection) {
    duration.record(connection.durationNanos(), TimeUnit.NANOSECONDS);
    byReason
        .computeIfAbsent(
            connection.reason(),
            reason ->
                Counter.builder(MetricNames.STREAMS)
                    .description("Connections of TCP and TLS listeners that ended, by why")
                    .tags(tags.and("reason", reason.name()))
                    .register(registry))
        .increment();
    received.increment(connection.bytesReceived());
    sent.increment(connection.bytesSent());
  }

  /** Takes the meters out of the registry. */
  void remove() {
    byReason.values().forEach(registry::remove);
    registry.remove(duration);
    registry.remove(received);
    registry.remove(sent);
  }

  private Counter bytes(String name, String description) {
    return Counter.builder(name)
        .description(description)
        .baseUnit("bytes")
        .tags(tags)
        .register(registry);
  }
}
