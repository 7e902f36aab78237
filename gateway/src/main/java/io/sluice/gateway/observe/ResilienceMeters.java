package io.sluice.gateway.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.sluice.gateway.resilience.Circuit;
import io.sluice.gateway.resilience.ResilienceObserver;
import io.sluice.gateway.resilience.ServiceState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of what is decided for all event loops. */
final class ResilienceMeters implements ResilienceObserver {
  private final MeterRegistry registry;
  private final MultiGauge ejected;
  private final Map<UUID, Ejections> ejections = new ConcurrentHashMap<>();

  private final Map<UUID, List<Meter>> services = new ConcurrentHashMap<>();

  private record Ejections(Counter ejected, Counter kept) {}

  ResilienceMeters(MeterRegistry registry) {
    this.registry = registry;
    ejected =
        MultiGauge.builder(MetricNames.EJECTED)
            .description("1 for each target that is ejected")
            .register(registry);
  }

  @Override
  public void serviceMet(ServiceState service) {
    Tags tags = Tags.of("service", service.serviceId().toString());
    services.put(
        service.serviceId(),
        List.of(
            Gauge.builder(MetricNames.CIRCUIT, () -> service.circuit().state().ordinal())
                .description("Circuit of a backend service: 0 closed, 1 half open, 2 open")
                .tags(tags)
                .register(registry),
            FunctionCounter.builder(MetricNames.CIRCUIT_OPENED, service.circuit(), Circuit::opened)
                .description("Times that a backend service's circuit opened")
                .tags(tags)
                .register(registry),
            FunctionCounter.builder(
                    MetricNames.CIRCUIT_REFUSED, service.circuit(), Circuit::refused)
                .description("Requests and connections that an open circuit refused")
                .tags(tags)
                .register(registry),
            Gauge.builder(MetricNames.WAITING, service::waiting)
                .description("Requests and connections that wait for a target with room")
                .tags(tags)
                .register(registry),
            FunctionCounter.builder(MetricNames.WAITED, service, ServiceState::waited)
                .description("Requests and connections that waited for a target with room")
                .tags(tags)
                .register(registry)));
  }

  @Override
  public void ejectionDecided(UUID serviceId, UUID targetId, boolean isEjected) {
    Ejections counters =
        ejections.computeIfAbsent(
            serviceId, id -> new Ejections(counter(id, "ejected"), counter(id, "kept")));
    (isEjected ? counters.ejected : counters.kept).increment();
  }

  private Counter counter(UUID serviceId, String outcome) {
    return Counter.builder(MetricNames.EJECTIONS)
        .description("Targets that failed too often, and whether they were ejected")
        .tags("service", serviceId.toString(), "outcome", outcome)
        .register(registry);
  }

  @Override
  public void ejectedChanged(Map<UUID, Set<UUID>> ejectedByService) {
    ejected.register(
        ejectedByService.entrySet().stream()
            .flatMap(service ->
                service.getValue().stream()
                    .<MultiGauge.Row<?>>map(target ->
                        MultiGauge.Row.of(
                            Tags.of(
                                "service",
                                service.getKey().toString(),
                                "target",
                                target.toString()),
                            1)))
            .toList(),
        true);
  }

  /** Takes the meters of other services out of the registry. */
  void removeBut(Set<UUID> present) {
    services
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !present.contains(entry.getKey());
          if (gone) {
            entry.getValue().forEach(registry::remove);
          }
          return gone;
        });
    ejections
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !present.contains(entry.getKey());
          if (gone) {
            registry.remove(entry.getValue().ejected);
            registry.remove(entry.getValue().kept);
          }
          return gone;
        });
  }
}
