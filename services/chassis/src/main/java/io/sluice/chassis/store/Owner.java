package io.sluice.chassis.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.contracts.Json;
import io.sluice.contracts.sync.Changed;
import io.sluice.contracts.sync.Revision;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The writes of one owner of replicated objects: one at a time over all replicas, each with a
 * revision of its own that is announced after its commit.
 */
public class Owner {
  /** How long an idempotency key is remembered. */
  static final Duration KEYS_KEPT = Duration.ofHours(24);

  private final Database database;
  private final Bus bus;
  private final String changedAddress;

  /** The newest revision seen; {@link Revision#NONE} before the first look at the database. */
  private volatile Revision latest = Revision.NONE;

  /**
   * An owner.
   *
   * @param changedAddress where revisions are announced, see {@link io.sluice.contracts.Addresses}
   */
  public Owner(Database database, Bus bus, String changedAddress) {
    this.database = database;
    this.bus = bus;
    this.changedAddress = changedAddress;
  }

  /** The database it writes to. */
  public Database database() {
    return database;
  }

  /** The newest revision seen. */
  public Revision latest() {
    return latest;
  }

  /** The revision of a row: its number in the present epoch. */
  public Revision revisionOf(Stored<?> stored) {
    return new Revision(latest.epoch(), stored.revision());
  }

  /**
   * Writes, all or nothing, and announces the revision when anything was stamped.
   *
   * @return fails with {@link DatabaseAwayException} when the database is away, and with what the
   *     work fails with; nothing is stored then
   */
  public <T> Uni<T> write(Function<Write, Uni<T>> work) {
    return database
        .transaction(abandoned -> lock().chain(row -> run(row, work, abandoned)))
        .invoke(done -> announce(done.revision))
        .map(Done::result);
  }

  /**
   * Writes once for a key: the same request again gets the stored answer, without a write.
   *
   * @param key null for a write without a key
   * @return fails with 422 when the key was used for another request
   */
  public Uni<Answer> writeOnce(IdempotencyKey key, Function<Write, Uni<Answer>> work) {
    if (key == null) {
      return write(work);
    }
    return write(write ->
        find(key)
            .chain(known ->
                known.isPresent()
                    ? Uni.createFrom().item(known.get())
                    : work.apply(write).call(answer -> keep(write, key, answer))));
  }

  /** The answer to a request that was carried out before, so that nothing need be checked again. */
  public Uni<Optional<Answer>> answered(IdempotencyKey key) {
    return key == null ? Uni.createFrom().item(Optional.empty()) : database.read(() -> find(key));
  }

  /** Tells readers the newest revision there is. */
  void announceLatest() {
    if (latest.isNewerThan(Revision.NONE)) {
      bus.publish(changedAddress, new Changed(latest));
    }
  }

  /** Takes note of a revision read from the database. */
  void seen(Revision revision) {
    latest = revision;
  }

  /**
   * Raises the epoch when a reader has a revision that the database has not reached: the database
   * was set back, and its next numbers will mean something else than the reader believes.
   */
  Uni<Revision> supersede(Revision ahead) {
    return database
        .transaction(abandoned ->
            lock()
                .map(row -> {
                  if (ahead.isNewerThan(row.toRevision())) {
                    row.epoch = Math.max(row.epoch, ahead.epoch()) + 1;
                  }
                  return row.toRevision();
                }))
        .invoke(this::announce);
  }

  private record Done<T>(T result, Revision revision) {}

  private <T> Uni<Done<T>> run(
      RevisionRow row, Function<Write, Uni<T>> work, AtomicBoolean abandoned) {
    return Panache.getSession()
        .chain(session -> {
          Write write = new Write(session, new Revision(row.epoch, row.number + 1));
          return work.apply(write)
              .call(session::flush)
              .map(result -> {
                if (abandoned.get()) {
                  // The caller was told that nothing was stored; this rolls back.
                  throw new AbandonedException();
                }
                if (write.hasChanged()) {
                  row.number++;
                }
                return new Done<>(result, row.toRevision());
              });
        });
  }

  private Uni<RevisionRow> lock() {
    return Panache.getSession()
        .chain((Mutiny.Session session) ->
            session.find(RevisionRow.class, RevisionRow.ID, LockModeType.PESSIMISTIC_WRITE));
  }

  private void announce(Revision revision) {
    if (revision.isNewerThan(latest)) {
      latest = revision;
      announceLatest();
    }
  }

  private static Uni<Optional<Answer>> find(IdempotencyKey key) {
    return IdempotencyRow.<IdempotencyRow>findById(key.key())
        .map(row -> {
          if (row == null || row.createdAt.isBefore(Instant.now().minus(KEYS_KEPT))) {
            return Optional.empty();
          }
          if (!row.request.equals(key.request())) {
            throw ProblemException.unprocessable(
                "Idempotency-Key", key.key(), "a key not used for another request");
          }
          return Optional.of(answer(row.answer));
        });
  }

  private static Uni<Void> keep(Write write, IdempotencyKey key, Answer answer) {
    return IdempotencyRow.deleteById(key.key())
        .chain(write.session()::flush)
        .chain(() -> {
          IdempotencyRow row = new IdempotencyRow();
          row.key = key.key();
          row.request = key.request();
          row.answer = json(answer);
          row.createdAt = write.now();
          return write.session().persist(row);
        });
  }

  private static Answer answer(String json) {
    try {
      return Json.MAPPER.readValue(json, Answer.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }

  private static String json(Answer answer) {
    try {
      return Json.MAPPER.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer cannot be stored", e);
    }
  }

  /** Ends a transaction whose caller has gone. */
  private static final class AbandonedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AbandonedException() {
      super("abandoned", new TimeoutException(), false, false);
    }
  }
}
