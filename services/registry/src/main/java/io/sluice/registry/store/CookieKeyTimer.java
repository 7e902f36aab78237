package io.sluice.registry.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Sees to it that there are keys for gateways' cookies. What is due is in the database. */
@Singleton
public class CookieKeyTimer {
  private static final Logger LOG = Logger.getLogger(CookieKeyTimer.class);
  private static final long FIRST_MILLIS = 1;
  private static final long LOOK_MILLIS = 10_000;

  private final CookieKeyStore keys;
  private final AtomicBoolean busy = new AtomicBoolean();
  private long timer;

  public CookieKeyTimer(CookieKeyStore keys) {
    this.keys = keys;
  }

  void start(@Observes StartupEvent event, Vertx vertx) {
    timer = vertx.setPeriodic(FIRST_MILLIS, LOOK_MILLIS, id -> look());
  }

  void stop(@Observes ShutdownEvent event, Vertx vertx) {
    vertx.cancelTimer(timer);
  }

  private void look() {
    if (busy.getAndSet(true)) {
      return;
    }
    keys.rotate()
        .onTermination()
        .invoke(() -> busy.set(false))
        .subscribe()
        .with(
            changed -> {
              if (changed > 0) {
                LOG.infof("Keys of cookies: %d made or removed", changed);
              }
            },
            failure -> LOG.debugf("Keys of cookies not looked at: %s", failure.getMessage()));
  }
}
