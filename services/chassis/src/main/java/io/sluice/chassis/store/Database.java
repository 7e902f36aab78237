package io.sluice.chassis.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * The database, as it is used: each operation has a session of its own, may be called from any
 * thread, and fails with {@link DatabaseAwayException} within seconds when the database is away.
 * Connections come back by themselves.
 */
public class Database {
  private static final Logger LOG = Logger.getLogger(Database.class);

  /** A snapshot of 10,000 targets takes about half a second on a busy core. */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(4);

  /** Longer than a read: writers queue behind one another. */
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final AtomicBoolean away = new AtomicBoolean();

  public Database(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Reads. Each statement sees what is committed when it starts. */
  public <T> Uni<T> read(Supplier<Uni<T>> work) {
    return guarded(() -> Panache.withSession(work), READ_TIMEOUT, new AtomicBoolean());
  }

  /** Reads, all statements from one point in time. */
  public <T> Uni<T> snapshot(Function<Mutiny.Session, Uni<T>> work) {
    return guarded(
        () ->
            Panache.withTransaction(() ->
                Panache.getSession()
                    .chain(session ->
                        session
                            .createNativeQuery(
                                "set transaction isolation level repeatable read, read only")
                            .executeUpdate()
                            .chain(() -> work.apply(session)))),
        READ_TIMEOUT,
        new AtomicBoolean());
  }

  /**
   * Writes, all or nothing.
   *
   * @param work is told, by a flag that turns true, that its caller has been answered already
   */
  public <T> Uni<T> transaction(Function<AtomicBoolean, Uni<T>> work) {
    AtomicBoolean abandoned = new AtomicBoolean();
    return guarded(
        () -> Panache.withTransaction(() -> work.apply(abandoned)), WRITE_TIMEOUT, abandoned);
  }

  private <T> Uni<T> guarded(Supplier<Uni<T>> work, Duration timeout, AtomicBoolean abandoned) {
    return onOwnContext(work)
        .ifNoItem()
        .after(timeout)
        .recoverWithUni(() -> {
          abandoned.set(true);
          return Uni.createFrom()
              .failure(new TimeoutException("no answer in " + timeout.toSeconds() + " s"));
        })
        .onFailure()
        .transform(DatabaseFailure::translate)
        .onItemOrFailure()
        .invoke((item, failure) -> note(failure));
  }

  /**
   * Runs on a Vert.x context of its own: the session is kept in the context, and two operations in
   * one context at the same time would share it.
   */
  private <T> Uni<T> onOwnContext(Supplier<Uni<T>> work) {
    return Uni.createFrom()
        .emitter(emitter -> {
          Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
          VertxContextSafetyToggle.setContextSafe(context, true);
          context.runOnContext(nothing -> {
            try {
              work.get().subscribe().with(emitter::complete, emitter::fail);
            } catch (RuntimeException e) {
              emitter.fail(e);
            }
          });
        });
  }

  private void note(Throwable failure) {
    if (failure instanceof DatabaseAwayException e) {
      if (!away.getAndSet(true)) {
        LOG.warnf("The database is away: %s", e.reason());
      }
    } else if (failure == null && away.getAndSet(false)) {
      LOG.info("The database is back");
    }
  }
}
