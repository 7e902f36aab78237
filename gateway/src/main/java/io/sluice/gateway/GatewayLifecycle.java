package io.sluice.gateway;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.sluice.chassis.bus.Bus;
import io.vertx.core.VertxOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Ties the gateway's life to the application's. */
@Singleton
public class GatewayLifecycle implements VertxOptionsCustomizer {
  private final Gateway gateway;

  @Inject
  public GatewayLifecycle(Gateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Opens the gateway. Called just before Vert.x is made, which then waits until it has joined the
   * cluster, or given up: seconds in which the last-known-good copy is already served.
   */
  @Override
  public void accept(VertxOptions options) {
    gateway.open();
  }

  void started(@Observes StartupEvent event, Bus bus) {
    gateway.follow(bus);
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      StopSignals.install();
    }
  }

  void stopping(@Observes ShutdownEvent event) {
    gateway.drain();
    gateway.close();
  }
}
