package io.sluice.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.sync.Follower;
import io.sluice.chassis.sync.ListenersState;
import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.health.bus.Announcer;
import io.sluice.health.bus.Pairs;
import io.sluice.health.domain.HealthBoard;
import io.sluice.health.domain.ProbeResult;
import io.sluice.health.probe.ProbeMetrics;
import io.sluice.health.probe.Prober;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Puts the service together: registry in, probes, states out. */
@Singleton
public class HealthService {
  private final Vertx vertx;
  private final Bus bus;
  private final HealthConfig config;
  private final MeterRegistry meters;
  private final HealthBoard board = new HealthBoard(System.currentTimeMillis());

  private Prober prober;
  private Announcer announcer;
  private ProbeMetrics metrics;
  private Follower<RegistryState, RegistryDelta> registry;
  private Follower<ListenersState, ListenersDelta> listeners;
  private RegistryState registryState = RegistryState.EMPTY;
  private ListenersState listenersState = ListenersState.EMPTY;

  public HealthService(Vertx vertx, Bus bus, HealthConfig config, MeterRegistry meters) {
    this.vertx = vertx;
    this.bus = bus;
    this.config = config;
    this.meters = meters;
  }

  /** The board, for REST. */
  @Produces
  @Singleton
  public HealthBoard board() {
    return board;
  }

  /** Whether the registry's state has arrived, so that it is known what to probe. */
  public boolean registryKnown() {
    return registry != null && !registry.state().revision().equals(Revision.NONE);
  }

  void start(@Observes StartupEvent event) {
    metrics = new ProbeMetrics(meters, board);
    announcer = new Announcer(vertx, bus, board, HealthService::millis);
    int eventLoops = Runtime.getRuntime().availableProcessors();
    prober = new Prober(vertx, board, eventLoops, config.maxConcurrentProbes(), this::onResult);
    meters.gauge("sluice.health.probes.waiting", prober, Prober::waiting);
    registry =
        new Follower<>(
            bus,
            Addresses.REGISTRY_CHANGED,
            Addresses.REGISTRY_SYNC,
            RegistryDelta.class,
            RegistryState.EMPTY,
            RegistryState::revision,
            RegistryState::apply,
            this::onRegistry,
            HealthService::millis);
    listeners =
        new Follower<>(
            bus,
            Addresses.LISTENERS_CHANGED,
            Addresses.LISTENERS_SYNC,
            ListenersDelta.class,
            ListenersState.EMPTY,
            ListenersState::revision,
            ListenersState::apply,
            this::onListeners,
            HealthService::millis);
  }

  void stop(@Observes ShutdownEvent event) {
    listeners.close();
    registry.close();
    prober.close();
    announcer.close();
  }

  private synchronized void onRegistry(RegistryState state) {
    registryState = state;
    prober.probe(Pairs.of(registryState, listenersState));
    announcer.onRegistryKnown();
    announcer.onBoardTouched();
  }

  /** Only certificates concern probes; rules change more often. */
  private synchronized void onListeners(ListenersState state) {
    boolean first = listenersState.revision().equals(Revision.NONE);
    boolean same = state.certificates().equals(listenersState.certificates());
    listenersState = state;
    if (registryKnown() && (first || !same)) {
      prober.probe(Pairs.of(registryState, listenersState));
      announcer.onBoardTouched();
    }
  }

  private void onResult(ProbeResult result) {
    metrics.count(result.verdict());
    announcer.onBoardTouched();
  }

  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
