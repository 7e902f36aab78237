package io.sluice.registry.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Removes targets when their drain is over. What is due is in the database, so a restart loses
 * nothing, and of several replicas the first to come does it.
 */
@Singleton
public class DrainTimer {
  private static final Logger LOG = Logger.getLogger(DrainTimer.class);
  private static final long LOOK_MILLIS = 1_000;

  private final DrainedTargets targets;
  private final AtomicBoolean busy = new AtomicBoolean();
  private long timer;

  public DrainTimer(DrainedTargets targets) {
    this.targets = targets;
  }

  void start(@Observes StartupEvent event, Vertx vertx) {
    timer = vertx.setPeriodic(LOOK_MILLIS, id -> look());
  }

  void stop(@Observes ShutdownEvent event, Vertx vertx) {
    vertx.cancelTimer(timer);
  }

  private void look() {
    if (busy.getAndSet(true)) {
      return;
    }
    targets
        .remove()
        .onTermination()
        .invoke(() -> busy.set(false))
        .subscribe()
        .with(
            removed -> LOG.debugf("%d targets are drained and removed", removed),
            failure -> LOG.debugf("Drained targets not removed: %s", failure.getMessage()));
  }
}
