package io.sluice.bridge.bus;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sluice.bridge.BridgeConfig;
import io.sluice.bridge.domain.BackOff;
import io.sluice.bridge.domain.EventState;
import io.sluice.bridge.store.Delivery;
import io.sluice.bridge.store.InboxQueue;
import io.sluice.chassis.bus.BusException;
import io.sluice.chassis.store.DatabaseAwayException;
import io.sluice.contracts.command.CommandAnswer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Carries out the events of the inbox through the registry, those of one source one after the
 * other. An event is tried until the registry did it or refused it; the registry knows its key, so
 * that a repeated one is done once.
 */
@Singleton
public class InboxProcessor {
  private static final Logger LOG = Logger.getLogger(InboxProcessor.class);

  /** Events that another replica stored, or whose rest is over, are seen this soon. */
  private static final long POLL_MILLIS = 500;

  private static final long FORGET_MILLIS = Duration.ofMinutes(10).toMillis();

  /** Sources whose events are carried out at the same time; each holds a database connection. */
  private static final int MOST_AT_ONCE = 3;

  private final InboxQueue queue;
  private final RegistryClient registry;
  private final BridgeConfig config;
  private final Vertx vertx;
  private final AtomicInteger workers = new AtomicInteger();
  private final AtomicBoolean registryAway = new AtomicBoolean();
  private volatile boolean stopped;

  public InboxProcessor(
      InboxQueue queue, RegistryClient registry, BridgeConfig config, Vertx vertx) {
    this.queue = queue;
    this.registry = registry;
    this.config = config;
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(POLL_MILLIS, id -> wake());
    vertx.setPeriodic(FORGET_MILLIS, id -> forget());
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
  }

  /** An event was stored: looks for work at once. */
  public void wake() {
    if (stopped) {
      return;
    }
    if (workers.incrementAndGet() > MOST_AT_ONCE) {
      workers.decrementAndGet();
      return;
    }
    work()
        .onTermination()
        .invoke(workers::decrementAndGet)
        .subscribe()
        .with(done -> {}, InboxProcessor::logFailure);
  }

  private Uni<Void> work() {
    return queue
        .lease()
        .chain(source -> {
          if (source.isEmpty()) {
            return Uni.createFrom().voidItem();
          }
          // There may be other sources with work: another worker looks for them meanwhile.
          wake();
          return carryOut(source.get()).chain(this::work);
        });
  }

  /** Carries out what waits in a lane, until none is left or one must wait. */
  private Uni<Void> carryOut(UUID source) {
    return queue
        .next(source)
        .chain(next -> {
          if (next.isEmpty() || stopped) {
            return queue.release(source);
          }
          Delivery delivery = next.get();
          return registry
              .change(delivery.command())
              .onItemOrFailure()
              .transformToUni((answer, failure) -> settle(delivery, answer, failure))
              .chain(goesOn -> goesOn ? carryOut(source) : Uni.createFrom().voidItem());
        });
  }

  /** Notes what became of an attempt; true when the lane goes on. */
  private Uni<Boolean> settle(Delivery delivery, CommandAnswer answer, Throwable failure) {
    if (failure != null && !(failure instanceof BusException)) {
      LOG.errorf(failure, "event %s could not be carried out", delivery.eventId());
    }
    note(failure);
    if (failure != null) {
      return postpone(delivery, "The registry did not answer: " + failure.getMessage());
    }
    return switch (answer.outcome()) {
      case DONE -> finish(delivery, EventState.DONE, answer.detail());
      case REJECTED -> {
        LOG.infof("event %s is rejected: %s", delivery.eventId(), answer.detail());
        yield finish(delivery, EventState.REJECTED, answer.detail());
      }
      case RETRY -> postpone(delivery, answer.detail());
    };
  }

  private Uni<Boolean> finish(Delivery delivery, EventState state, String detail) {
    return queue.finish(delivery, state, detail).replaceWith(true);
  }

  private Uni<Boolean> postpone(Delivery delivery, String detail) {
    return queue
        .postpone(delivery, detail, BackOff.after(delivery.attempts() + 1))
        .replaceWith(false);
  }

  private void note(Throwable failure) {
    if (failure != null && !registryAway.getAndSet(true)) {
      LOG.warnf("the registry does not answer, events wait: %s", failure.getMessage());
    } else if (failure == null && registryAway.getAndSet(false)) {
      LOG.info("the registry answers again");
    }
  }

  private void forget() {
    queue
        .forget(Duration.ofHours(config.inboxRetentionHours()))
        .subscribe()
        .with(done -> {}, InboxProcessor::logFailure);
  }

  /** An absent database is logged where it is noticed. */
  private static void logFailure(Throwable failure) {
    if (!(failure instanceof DatabaseAwayException)) {
      LOG.error("the inbox could not be worked on", failure);
    }
  }
}
