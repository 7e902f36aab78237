package io.sluice.gateway.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.sluice.gateway.http.codec.Flaw;
import io.sluice.gateway.limits.Rejection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The meters of one listener. */
final class ListenerMeters {
  /** Stands for «no backend service», as for a redirect. */
  private static final UUID NO_SERVICE = new UUID(0, 0);

  private final MeterRegistry registry;
  private final Tags tags;
  private final Map<UUID, ServiceMeters> services = new ConcurrentHashMap<>();
  private final Map<UUID, StreamMeters> streams = new ConcurrentHashMap<>();
  private final Map<String, Counter> proxyFlaws = new ConcurrentHashMap<>();
  private final Map<String, Counter> floods = new ConcurrentHashMap<>();
  private final Map<String, Counter> copies = new ConcurrentHashMap<>();
  private final LongAdder open = new LongAdder();
  private final Counter accepted;
  private final Gauge connections;
  private final Counter acceptFailures;
  private final Map<Flaw, Counter> passedFlaws = new ConcurrentHashMap<>();
  private final Map<Flaw, Counter> refusedFlaws = new ConcurrentHashMap<>();
  private final Map<Rejection, Counter> rejected = new EnumMap<>(Rejection.class);

  ListenerMeters(MeterRegistry registry, UUID listenerId) {
    this.registry = registry;
    this.tags = Tags.of("listener", listenerId.toString());
    accepted =
        Counter.builder(MetricNames.ACCEPTED)
            .description("Client connections that were accepted")
            .tags(tags)
            .register(registry);
    connections =
        Gauge.builder(MetricNames.CONNECTIONS, open, LongAdder::sum)
            .description("Open client connections")
            .tags(tags)
            .register(registry);
    acceptFailures =
        Counter.builder(MetricNames.ACCEPT_FAILURES)
            .description("Connections that the system refused to accept, for want of descriptors")
            .tags(tags)
            .register(registry);
    for (Rejection rejection : Rejection.values()) {
      rejected.put(
          rejection,
          Counter.builder(MetricNames.REJECTED)
              .description("Client connections that were reset because of a limit")
              .tags(tags.and("reason", rejection.name()))
              .register(registry));
    }
  }

  void connectionOpened() {
    open.increment();
    accepted.increment();
  }

  void connectionClosed() {
    open.decrement();
  }

  void connectionRejected(Rejection rejection) {
    rejected.get(rejection).increment();
  }

  void flawed(Flaw flaw, boolean passed) {
    (passed ? passedFlaws : refusedFlaws)
        .computeIfAbsent(flaw, kind -> flawCounter(kind, passed))
        .increment();
  }

  private Counter flawCounter(Flaw flaw, boolean passed) {
    return Counter.builder(MetricNames.FLAWS)
        .description("Flaws of requests that can be read in two ways, and what was done with them")
        .tags(
            tags.and(
                "class", flaw.danger().name().toLowerCase(Locale.ROOT),
                "flaw", flaw.name(),
                "action", passed ? "passed" : "refused"))
        .register(registry);
  }

  void acceptFailed() {
    acceptFailures.increment();
  }

  void flooded(String kind) {
    count(
        floods,
        MetricNames.FLOODS,
        "HTTP/2 connections closed since their clients flooded, by what",
        "kind",
        kind);
  }

  void mirrored(String outcome) {
    count(
        copies,
        MetricNames.MIRRORED,
        "Copies of requests for mirrors, by what became of them",
        "outcome",
        outcome);
  }

  void proxyHeaderRefused(String reason) {
    count(
        proxyFlaws,
        MetricNames.PROXY_FAILURES,
        "Connections reset for want of a proper PROXY protocol header",
        "reason",
        reason);
  }

  private void count(
      Map<String, Counter> counters, String name, String description, String tag, String value) {
    counters
        .computeIfAbsent(
            value,
            of ->
                Counter.builder(name)
                    .description(description)
                    .tags(tags.and(tag, of))
                    .register(registry))
        .increment();
  }

  void requestEnded(RequestSummary request) {
    UUID service = request.serviceId() == null ? NO_SERVICE : request.serviceId();
    ServiceMeters meters = services.get(service);
    if (meters == null) {
      meters = services.computeIfAbsent(service, this::newService);
    }
    meters.record(request);
  }

  void streamEnded(RequestSummary connection) {
    UUID service = connection.serviceId() == null ? NO_SERVICE : connection.serviceId();
    streams
        .computeIfAbsent(service, id -> new StreamMeters(registry, tagsOf(id)))
        .record(connection);
  }

  void removeServicesBut(Set<UUID> kept) {
    streams
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !entry.getKey().equals(NO_SERVICE) && !kept.contains(entry.getKey());
          if (gone) {
            entry.getValue().remove();
          }
          return gone;
        });
    services
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !entry.getKey().equals(NO_SERVICE) && !kept.contains(entry.getKey());
          if (gone) {
            entry.getValue().remove();
          }
          return gone;
        });
  }

  void remove() {
    services.values().forEach(ServiceMeters::remove);
    streams.values().forEach(StreamMeters::remove);
    floods.values().forEach(registry::remove);
    copies.values().forEach(registry::remove);
    proxyFlaws.values().forEach(registry::remove);
    registry.remove(accepted);
    registry.remove(connections);
    registry.remove(acceptFailures);
    rejected.values().forEach(registry::remove);
    passedFlaws.values().forEach(registry::remove);
    refusedFlaws.values().forEach(registry::remove);
  }

  private ServiceMeters newService(UUID service) {
    return new ServiceMeters(registry, tagsOf(service));
  }

  private Tags tagsOf(UUID service) {
    return tags.and("service", service.equals(NO_SERVICE) ? "" : service.toString());
  }
}
