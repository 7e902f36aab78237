package io.sluice.gateway.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.gateway.http.codec.Flaw;
import io.sluice.gateway.limits.Rejection;
import io.sluice.gateway.persistence.CookieEvent;
import io.sluice.gateway.resilience.ResilienceObserver;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.ListenerTable;
import io.sluice.gateway.table.Revisions;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.tls.TlsEngine;
import io.sluice.gateway.tls.TlsObserver;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The gateway's metrics. One observer for all event loops: its meters are made for that. */
public final class GatewayMetrics implements LoopObserver, LoopObservers {
  private final MeterRegistry registry;
  private final AccessLog accessLog;
  private final MultiGauge listenerInfo;
  private final MultiGauge serviceInfo;
  private final MultiGauge targets;
  private final Map<UUID, ListenerMeters> listeners = new ConcurrentHashMap<>();
  private final TlsMeters tls;
  private final Map<UUID, UpstreamMeters> upstreams = new ConcurrentHashMap<>();
  private final ResilienceMeters resilience;
  private final MultiGauge growing;

  /** Metrics in a registry; ended requests go to the access log too. */
  public GatewayMetrics(MeterRegistry registry, AccessLog accessLog) {
    this.registry = registry;
    this.tls = new TlsMeters(registry);
    this.resilience = new ResilienceMeters(registry);
    this.growing =
        MultiGauge.builder(MetricNames.WEIGHT_PERCENT)
            .description("Share of its weight that a target in a slow start is given")
            .register(registry);
    this.accessLog = accessLog;
    listenerInfo =
        MultiGauge.builder(MetricNames.LISTENER_INFO)
            .description("Always 1; gives a listener's id its name, protocol and port")
            .register(registry);
    serviceInfo =
        MultiGauge.builder(MetricNames.SERVICE_INFO)
            .description("Always 1; gives a backend service's id its name")
            .register(registry);
    targets =
        MultiGauge.builder(MetricNames.TARGETS)
            .description("Targets of a backend service by what the gateway does with them")
            .register(registry);
    FunctionCounter.builder(MetricNames.LOG_DROPPED, accessLog, AccessLog::dropped)
        .description("Lines that the access log had no room for")
        .register(registry);
  }

  @Override
  public LoopObserver forLoop(int loop) {
    return this;
  }

  @Override
  public void growing(Map<HealthDelta.Key, Integer> percents) {
    growing.register(
        percents.entrySet().stream()
            .<MultiGauge.Row<?>>map(target ->
                MultiGauge.Row.of(
                    Tags.of(
                        "service",
                        target.getKey().backendServiceId().toString(),
                        "target",
                        target.getKey().targetId().toString()),
                    target.getValue()))
            .toList(),
        true);
  }

  @Override
  public ResilienceObserver resilience() {
    return resilience;
  }

  @Override
  public void connectionOpened(UUID listenerId) {
    of(listenerId).connectionOpened();
  }

  @Override
  public void connectionClosed(UUID listenerId) {
    of(listenerId).connectionClosed();
  }

  @Override
  public void flawed(UUID listenerId, Flaw flaw, boolean passed) {
    of(listenerId).flawed(flaw, passed);
  }

  @Override
  public void connectionRejected(UUID listenerId, Rejection rejection) {
    of(listenerId).connectionRejected(rejection);
  }

  @Override
  public void acceptFailed(UUID listenerId) {
    of(listenerId).acceptFailed();
  }

  @Override
  public void mirrored(UUID listenerId, String outcome) {
    of(listenerId).mirrored(outcome);
  }

  @Override
  public void flooded(UUID listenerId, String kind) {
    of(listenerId).flooded(kind);
  }

  @Override
  public void requestEnded(RequestSummary request) {
    of(request.listenerId()).requestEnded(request);
    accessLog.log(request);
  }

  @Override
  public void proxyHeaderRefused(UUID listenerId, String reason) {
    of(listenerId).proxyHeaderRefused(reason);
  }

  @Override
  public void streamEnded(RequestSummary connection) {
    of(connection.listenerId()).streamEnded(connection);
    accessLog.log(connection);
  }

  @Override
  public TlsObserver tls() {
    return tls;
  }

  /**
   * Reports how TLS is done.
   *
   * @param resumed sessions that were resumed so far
   */
  public void watchTls(TlsEngine engine, LongSupplier resumed) {
    Gauge.builder(MetricNames.TLS_ENGINE, () -> 1)
        .description("Always 1; the library that does TLS")
        .tag("engine", engine.name().toLowerCase(Locale.ROOT))
        .tag("version", engine.version())
        .register(registry);
    FunctionCounter.builder(MetricNames.TLS_RESUMED, resumed, LongSupplier::getAsLong)
        .description("TLS sessions that clients resumed by a ticket")
        .register(registry);
  }

  /**
   * Reports how up to date the gateway is.
   *
   * @param revisions what is in use
   * @param copyAgeSeconds age of the last-known-good copy being served, null when live
   */
  public void watch(Supplier<Revisions> revisions, Supplier<Long> copyAgeSeconds) {
    revision("listeners", revisions, Revisions::listeners);
    revision("registry", revisions, Revisions::registry);
    revision("health", revisions, Revisions::health);
    Gauge.builder(
            MetricNames.COPY_AGE,
            () -> {
              Long age = copyAgeSeconds.get();
              return age == null ? Double.NaN : age;
            })
        .description("Age of the last-known-good copy being served; NaN when live")
        .baseUnit("seconds")
        .register(registry);
  }

  /**
   * Reports how near the gateway is to its limit of connections.
   *
   * @param open connections of all listeners
   */
  public void watchConnections(Supplier<Number> open, int max) {
    Gauge.builder(MetricNames.ALL_CONNECTIONS, open)
        .description("Open client connections of all listeners")
        .register(registry);
    Gauge.builder(MetricNames.MAX_CONNECTIONS, () -> max)
        .description("Client connections that the gateway takes at most")
        .register(registry);
  }

  /** Reports what a table that was put into use consists of. */
  public void tableApplied(RoutingTable table) {
    tls.removeBut(table.listeners().keySet());
    resilience.removeBut(table.services().keySet());
    listenerInfo.register(
        table.listeners().values().stream().map(GatewayMetrics::listenerRow).toList(), true);
    serviceInfo.register(
        table.services().values().stream().map(GatewayMetrics::serviceRow).toList(), true);
    targets.register(
        table.services().values().stream()
            .flatMap(service -> targetRows(service).stream())
            .toList(),
        true);
    upstreams
        .entrySet()
        .removeIf(entry ->
            !table.services().containsKey(entry.getKey()) && entry.getValue().removeIfUnused());
    listeners
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !table.listeners().containsKey(entry.getKey());
          if (gone) {
            entry.getValue().remove();
          } else {
            entry.getValue().removeServicesBut(table.services().keySet());
          }
          return gone;
        });
  }

  @Override
  public void cookie(UUID serviceId, CookieEvent event) {
    upstream(serviceId).cookie(event);
  }

  @Override
  public void targetConnected(UUID serviceId, long nanos) {
    upstream(serviceId).connected(nanos);
  }

  @Override
  public void targetDisconnected(UUID serviceId) {
    upstream(serviceId).disconnected();
  }

  @Override
  public void targetConnectFailed(UUID serviceId, Reason reason) {
    upstream(serviceId).failed(reason);
  }

  @Override
  public void retryRefused(UUID serviceId) {
    upstream(serviceId).retryRefused();
  }

  private UpstreamMeters upstream(UUID serviceId) {
    UpstreamMeters known = upstreams.get(serviceId);
    return known != null
        ? known
        : upstreams.computeIfAbsent(serviceId, id -> new UpstreamMeters(registry, id));
  }

  private ListenerMeters of(UUID listenerId) {
    ListenerMeters known = listeners.get(listenerId);
    return known != null
        ? known
        : listeners.computeIfAbsent(listenerId, id -> new ListenerMeters(registry, id));
  }

  private void revision(
      String owner, Supplier<Revisions> revisions, Function<Revisions, Revision> of) {
    Gauge.builder(MetricNames.REVISION, () -> of.apply(revisions.get()).number())
        .description("Revision in use, by the service that owns it")
        .tag("owner", owner)
        .register(registry);
  }

  private static MultiGauge.Row<?> listenerRow(ListenerTable table) {
    return MultiGauge.Row.of(
        Tags.of(
            "listener", table.listener().id().toString(),
            "name", table.listener().name(),
            "protocol", table.listener().protocol().name(),
            "port", Integer.toString(table.listener().port())),
        1);
  }

  private static MultiGauge.Row<?> serviceRow(ServiceTable table) {
    return MultiGauge.Row.of(
        Tags.of("service", table.service().id().toString(), "name", table.service().name()), 1);
  }

  private static List<? extends MultiGauge.Row<?>> targetRows(ServiceTable table) {
    String service = table.service().id().toString();
    Map<String, Long> byState =
        table.endpoints().stream()
            .collect(Collectors.groupingBy(GatewayMetrics::state, Collectors.counting()));
    return byState.entrySet().stream()
        .map(entry ->
            MultiGauge.Row.of(
                Tags.of("service", service, "state", entry.getKey()), entry.getValue()))
        .toList();
  }

  private static String state(Endpoint endpoint) {
    return endpoint.draining() ? "draining" : endpoint.health().name().toLowerCase(Locale.ROOT);
  }
}
