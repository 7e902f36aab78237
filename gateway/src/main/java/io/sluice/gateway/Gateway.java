package io.sluice.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.chassis.bus.Bus;
import io.sluice.gateway.listener.DataPlane;
import io.sluice.gateway.listener.DataPlaneOptions;
import io.sluice.gateway.listener.NettyDataPlane;
import io.sluice.gateway.listener.OpenFiles;
import io.sluice.gateway.listener.Transport;
import io.sluice.gateway.observe.AccessLog;
import io.sluice.gateway.observe.GatewayMetrics;
import io.sluice.gateway.sync.ConfigurationSync;
import io.sluice.gateway.sync.SyncStatus;
import io.sluice.gateway.tls.TlsEngine;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * A gateway: the data plane, the configuration it is kept up to date with, and what both tell of
 * themselves. Its life: {@link #open}, {@link #follow}, {@link #drain}, {@link #close}.
 */
@Singleton
public class Gateway {
  private static final Logger LOG = Logger.getLogger(Gateway.class);
  private static final int MAX_EVENT_LOOPS = 256;
  private static final int MAX_CONNECTIONS = 10_000_000;
  private static final int MAX_DRAIN_SECONDS = 3_600;

  private final GatewayConfig config;
  private final int eventLoops;
  private final TlsEngine tlsEngine;
  private final int maxConnections;
  private final AccessLog accessLog;
  private final GatewayMetrics metrics;
  private NettyDataPlane dataPlane;
  private ConfigurationSync sync;

  /**
   * A gateway that is not open.
   *
   * @throws IllegalArgumentException when a setting is out of its range
   */
  @Inject
  public Gateway(GatewayConfig config, MeterRegistry registry) {
    this.config = config;
    int processors = Math.min(MAX_EVENT_LOOPS, Runtime.getRuntime().availableProcessors());
    this.eventLoops =
        inRange("event-loops", config.eventLoops().orElse(processors), 1, MAX_EVENT_LOOPS);
    int bearable = OpenFiles.clientConnections(OpenFiles.limit(), Runtime.getRuntime().maxMemory());
    this.maxConnections =
        inRange("max-connections", config.maxConnections().orElse(bearable), 1, MAX_CONNECTIONS);
    inRange("drain-timeout-seconds", config.drainTimeoutSeconds(), 0, MAX_DRAIN_SECONDS);
    this.tlsEngine = TlsEngine.of(config.tlsEngine());
    this.accessLog = new AccessLog(config.accessLog());
    this.metrics = new GatewayMetrics(registry, accessLog);
  }

  /**
   * Starts the event loops and serves the last-known-good copy, if there is one. Needs neither the
   * bus nor any other service.
   */
  synchronized void open() {
    if (dataPlane != null) {
      return;
    }
    dataPlane =
        NettyDataPlane.start(
            new DataPlaneOptions(
                config.id(),
                config.bindAddress(),
                eventLoops,
                maxConnections,
                Duration.ofSeconds(config.drainTimeoutSeconds()),
                Transport.best(),
                tlsEngine),
            metrics);
    sync =
        new ConfigurationSync(
            dataPlane,
            new ConfigurationSync.Identity(config.id(), config.zone()),
            config.stateDir(),
            InstantSource.system(),
            metrics::tableApplied);
    metrics.watchConnections(dataPlane::connections, maxConnections);
    metrics.watchTls(tlsEngine, dataPlane::resumedSessions);
    metrics.watch(() -> sync.status().revisions(), () -> sync.status().copyAgeSeconds());
    if (config.stateDir().isEmpty()) {
      LOG.warn(
          "sluice.gateway.state-dir is not set: no last-known-good copy is kept, so after a"
              + " restart nothing is served until the control services answer");
    }
    sync.serveCopy();
  }

  /** Begins to follow the owners of the configuration. */
  synchronized void follow(Bus bus) {
    sync.follow(bus);
    LOG.infof(
        "Gateway %s in zone %s carries traffic on %d event loops, up to %d client connections;"
            + " TLS is done by %s",
        config.id(), config.zone(), eventLoops, maxConnections, tlsEngine.version());
  }

  /**
   * Accepts no more connections and waits until what runs has ended, at most for the configured
   * time.
   */
  synchronized void drain() {
    if (dataPlane == null) {
      return;
    }
    LOG.infof("Draining: what runs has %d s to end", config.drainTimeoutSeconds());
    sync.announceDrain();
    try {
      dataPlane
          .drain()
          .toCompletionStage()
          .toCompletableFuture()
          .get(config.drainTimeoutSeconds(), TimeUnit.SECONDS);
      LOG.info("Drained");
    } catch (TimeoutException e) {
      LOG.warn("What has not ended by now is cut");
    } catch (ExecutionException e) {
      LOG.error("Draining failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends everything, and saves the last-known-good copy if it is not saved yet. */
  synchronized void close() {
    if (dataPlane != null) {
      sync.close();
      dataPlane.close();
      accessLog.close();
    }
  }

  /** How up to date the gateway is. */
  public SyncStatus status() {
    return sync.status();
  }

  /** What carries the traffic. */
  public DataPlane dataPlane() {
    return dataPlane;
  }

  private static int inRange(String setting, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "sluice.gateway.%s is %d, but must be %d-%d".formatted(setting, value, min, max));
    }
    return value;
  }
}
