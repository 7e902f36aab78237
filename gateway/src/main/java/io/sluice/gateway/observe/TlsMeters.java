package io.sluice.gateway.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.sluice.gateway.tls.HandshakeFailure;
import io.sluice.gateway.tls.TlsConnection;
import io.sluice.gateway.tls.TlsObserver;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** The meters of TLS handshakes. One for all event loops: they are made for that. */
final class TlsMeters implements TlsObserver {
  /** Upper bounds of the histogram's buckets in ms; most of the time is the way to the client. */
  private static final Duration[] BUCKETS =
      IntStream.of(5, 25, 100, 250, 1_000, 5_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<UUID, OfListener> listeners = new ConcurrentHashMap<>();

  TlsMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void handshakeBegan(UUID listenerId) {
    of(listenerId).underWay.increment();
  }

  @Override
  public void handshakeSucceeded(UUID listenerId, TlsConnection connection, long nanos) {
    OfListener meters = of(listenerId);
    meters.underWay.decrement();
    meters.succeeded(connection.version()).increment();
    meters.duration.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void handshakeFailed(UUID listenerId, HandshakeFailure failure) {
    OfListener meters = of(listenerId);
    meters.underWay.decrement();
    meters.failed(failure).increment();
  }

  @Override
  public void helloRefused(UUID listenerId, HandshakeFailure failure) {
    of(listenerId).failed(failure).increment();
  }

  /** Takes the meters of other listeners out of the registry. */
  void removeBut(Set<UUID> kept) {
    listeners
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !kept.contains(entry.getKey());
          if (gone) {
            entry.getValue().remove();
          }
          return gone;
        });
  }

  private OfListener of(UUID listenerId) {
    OfListener known = listeners.get(listenerId);
    return known != null ? known : listeners.computeIfAbsent(listenerId, OfListener::new);
  }

  /** The meters of one listener. */
  private final class OfListener {
    private final Tags tags;
    private final LongAdder underWay = new LongAdder();
    private final Timer duration;
    private final Gauge gauge;
    private final Map<String, Counter> byVersion = new ConcurrentHashMap<>();
    private final Map<HandshakeFailure, Counter> byFailure = new ConcurrentHashMap<>();

    OfListener(UUID listenerId) {
      tags = Tags.of("listener", listenerId.toString());
      gauge =
          Gauge.builder(MetricNames.HANDSHAKES_UNDER_WAY, underWay, LongAdder::sum)
              .description("Connections whose TLS handshake is not complete")
              .tags(tags)
              .register(registry);
      duration =
          Timer.builder(MetricNames.HANDSHAKE_DURATION)
              .description("From a connection's acceptance to the end of its TLS handshake")
              .tags(tags)
              .serviceLevelObjectives(BUCKETS)
              .register(registry);
    }

    Counter succeeded(String version) {
      return byVersion.computeIfAbsent(
          version,
          key ->
              Counter.builder(MetricNames.HANDSHAKES)
                  .description("TLS handshakes that succeeded, by version")
                  .tags(tags.and("version", key))
                  .register(registry));
    }

    Counter failed(HandshakeFailure failure) {
      return byFailure.computeIfAbsent(
          failure,
          key ->
              Counter.builder(MetricNames.HANDSHAKE_FAILURES)
                  .description("TLS handshakes that failed, by why")
                  .tags(tags.and("reason", key.name()))
                  .register(registry));
    }

    void remove() {
      registry.remove(gauge);
      registry.remove(duration);
      byVersion.values().forEach(registry::remove);
      byFailure.values().forEach(registry::remove);
    }
  }
}
