package io.sluice.chassis.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.GatewayBeat;
import io.sluice.contracts.sync.Delta;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Keeps readers of an owner's objects up to date: repeats the revision every second, answers {@link
 * SyncRequest}, and raises the epoch when a gateway is ahead of the database.
 *
 * @param <D> the owner's delta
 */
public final class Replication<D extends Delta> {
  private static final Logger LOG = Logger.getLogger(Replication.class);
  private static final long REPEAT_MILLIS = 1_000;
  private static final long CLEAN_MILLIS = Duration.ofMinutes(10).toMillis();

  /** A reader that was away for longer gets everything. */
  private static final Duration TOMBSTONES_KEPT = Duration.ofHours(24);

  /** Reads what a delta is made of. Called within a snapshot transaction. */
  @FunctionalInterface
  public interface Source<D> {
    /**
     * Reads all rows with a revision above a number.
     *
     * @param from what the reader has; {@link Revision#NONE} for everything
     * @param to the revision of the snapshot
     * @param full whether it replaces all that the reader has
     * @param removed ids deleted since; empty when full
     */
    Uni<D> read(Revision from, Revision to, boolean full, List<UUID> removed);
  }

  private final Owner owner;
  private final Bus bus;
  private final Vertx vertx;
  private final GatewayDirectory gateways;
  private final Function<GatewayBeat, Revision> applied;
  private final Source<D> source;
  private final List<Bus.Registration> registrations = new CopyOnWriteArrayList<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicBoolean superseding = new AtomicBoolean();

  /**
   * Readers ask all at once after an announcement: those with the same question share an answer.
   */
  private final Map<Revision, Uni<D>> underWay = new ConcurrentHashMap<>();

  /**
   * Replication of an owner; {@link #start} starts it.
   *
   * @param applied the revision of this owner in a gateway's beat
   */
  public Replication(
      Owner owner,
      Bus bus,
      Vertx vertx,
      Function<GatewayBeat, Revision> applied,
      Source<D> source) {
    this.owner = owner;
    this.bus = bus;
    this.vertx = vertx;
    this.applied = applied;
    this.source = source;
    this.gateways = new GatewayDirectory(applied, () -> System.nanoTime() / 1_000_000);
  }

  /** The gateways alive. */
  public GatewayDirectory gateways() {
    return gateways;
  }

  /** Where a resource is in use. */
  public Status status(Stored<?> stored) {
    return gateways.status(owner.revisionOf(stored));
  }

  /**
   * Starts to announce and to answer, until {@link #stop}.
   *
   * @param syncAddress where readers ask, see {@link Addresses}
   */
  public void start(String syncAddress) {
    registrations.add(bus.consume(Addresses.GATEWAY_BEAT, GatewayBeat.class, this::onBeat));
    registrations.add(bus.serve(syncAddress, SyncRequest.class, this::answer));
    long looks = vertx.setPeriodic(1, REPEAT_MILLIS, timer -> look());
    long cleans = vertx.setPeriodic(CLEAN_MILLIS, timer -> clean());
    registrations.add(() -> vertx.cancelTimer(looks));
    registrations.add(() -> vertx.cancelTimer(cleans));
  }

  /** Ends what {@link #start} started. */
  public void stop() {
    registrations.forEach(Bus.Registration::cancel);
    registrations.clear();
  }

  /** What came after a revision, or everything. */
  public Uni<D> answer(SyncRequest request) {
    return underWay.computeIfAbsent(
        request.have(),
        have ->
            read(have)
                .onTermination()
                .invoke(() -> underWay.remove(have))
                .memoize()
                .indefinitely());
  }

  private Uni<D> read(Revision have) {
    return owner
        .database()
        .snapshot(session ->
            RevisionRow.<RevisionRow>findById(RevisionRow.ID)
                .chain(row -> {
                  Revision to = row.toRevision();
                  boolean full =
                      have.epoch() != to.epoch()
                          || have.number() > to.number()
                          || have.number() < row.tombstoneFloor;
                  return full
                      ? source.read(Revision.NONE, to, true, List.of())
                      : removedSince(have).chain(removed -> source.read(have, to, false, removed));
                }));
  }

  private static Uni<List<UUID>> removedSince(Revision have) {
    return TombstoneRow.<TombstoneRow>list("revision > ?1 order by revision", have.number())
        .map(rows -> rows.stream().map(row -> row.id).toList());
  }

  /** The database tells the truth, another replica may have written; without it the last stands. */
  private void look() {
    if (looking.getAndSet(true)) {
      return;
    }
    owner
        .database()
        .read(() -> RevisionRow.<RevisionRow>findById(RevisionRow.ID))
        .onItemOrFailure()
        .invoke((row, failure) -> {
          looking.set(false);
          if (row != null) {
            owner.seen(row.toRevision());
          }
          owner.announceLatest();
        })
        .subscribe()
        .with(row -> {}, failure -> LOG.debugf("Revision not read: %s", failure.getMessage()));
  }

  private void onBeat(GatewayBeat beat) {
    gateways.accept(beat);
    Revision theirs = applied.apply(beat);
    if (!theirs.isNewerThan(owner.latest()) || superseding.getAndSet(true)) {
      return;
    }
    owner
        .supersede(theirs)
        .onTermination()
        .invoke(() -> superseding.set(false))
        .subscribe()
        .with(
            now -> {
              if (now.epoch() > theirs.epoch()) {
                LOG.warnf(
                    "Gateway %s has revision %s, which this database never reached: it was set"
                        + " back, or replaced. The epoch is %d now",
                    beat.gatewayId(), theirs, now.epoch());
              }
            },
            failure -> LOG.debugf("Epoch not checked: %s", failure.getMessage()));
  }

  private void clean() {
    Instant now = Instant.now();
    owner
        .write(write ->
            Panache.getSession()
                .chain(session -> session.find(RevisionRow.class, RevisionRow.ID))
                .chain(row ->
                    TombstoneRow.<TombstoneRow>find(
                            "deletedAt < ?1 order by revision desc", now.minus(TOMBSTONES_KEPT))
                        .firstResult()
                        .invoke(last -> {
                          if (last != null) {
                            row.tombstoneFloor = last.revision;
                          }
                        }))
                .chain(() -> TombstoneRow.delete("deletedAt < ?1", now.minus(TOMBSTONES_KEPT)))
                .chain(() -> IdempotencyRow.delete("createdAt < ?1", now.minus(Owner.KEYS_KEPT))))
        .subscribe()
        .with(
            done -> LOG.debug("Old tombstones and idempotency keys removed"),
            failure -> LOG.debugf("Not cleaned: %s", failure.getMessage()));
  }
}
