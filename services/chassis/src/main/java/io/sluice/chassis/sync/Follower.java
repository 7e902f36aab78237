package io.sluice.chassis.sync;

import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.sync.Changed;
import io.sluice.contracts.sync.Delta;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;
import io.smallrye.mutiny.Uni;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Keeps a copy of an owner's state up to date: hears the owner's revision, and when behind asks for
 * what came since. One request is under way at a time; a lost message, request or answer is made
 * good by the owner's next announcement, at most a second later. Applies only what is newer than
 * what it has. A state that {@code onChange} fails to take is handed over again with each
 * announcement until it succeeds; a delta that cannot be applied is replaced by a snapshot.
 *
 * @param <S> the state
 * @param <D> its delta
 */
public final class Follower<S, D extends Delta> implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Follower.class);

  /**
   * An owner that was not heard for this long may be superseded by one with a lower epoch: the
   * health service's epoch is the start time of a replica, so the older replica must take over when
   * the younger dies.
   */
  static final long OWNER_SILENT_MILLIS = 5_000;

  private final Bus bus;
  private final String syncAddress;
  private final Class<D> deltaType;
  private final BiFunction<S, D, S> apply;
  private final Function<S, Revision> revisionOf;
  private final Consumer<S> onChange;
  private final LongSupplier clockMillis;
  private final Bus.Registration registration;

  private S state;
  private Revision announced = Revision.NONE;
  private long ownerHeardAt;
  private boolean asking;
  private boolean delivered = true;
  private boolean snapshotNeeded;
  private boolean closed;
  private boolean confirmed;

  /**
   * Starts to follow.
   *
   * @param bus where the owner speaks
   * @param changedAddress where it announces {@link Changed}
   * @param syncAddress where it answers {@link SyncRequest}
   * @param deltaType the answer
   * @param initial what is known at the start, as a last-known-good copy
   * @param revisionOf the revision of a state
   * @param apply a state after a delta
   * @param onChange called with each new state, one call at a time, on the event loop that received
   *     it or, in tests and at the start, on the caller's thread
   * @param clockMillis a monotonic clock in ms
   */
  public Follower(
      Bus bus,
      String changedAddress,
      String syncAddress,
      Class<D> deltaType,
      S initial,
      Function<S, Revision> revisionOf,
      BiFunction<S, D, S> apply,
      Consumer<S> onChange,
      LongSupplier clockMillis) {
    this.bus = bus;
    this.syncAddress = syncAddress;
    this.deltaType = deltaType;
    this.state = initial;
    this.revisionOf = revisionOf;
    this.apply = apply;
    this.onChange = onChange;
    this.clockMillis = clockMillis;
    // Otherwise an owner of a lower epoch, as one that has not read its database yet, would replace
    // what is known at the start before the right one was heard.
    this.ownerHeardAt = clockMillis.getAsLong();
    this.registration = bus.consume(changedAddress, Changed.class, this::onAnnouncement);
    // An owner that is already up answers at once; without this a new reader waits for its next
    // announcement.
    ask();
  }

  /** The newest state. */
  public synchronized S state() {
    return state;
  }

  /**
   * Whether the owner has answered or announced, since the start, that the state was its newest.
   * Until then the state is what was known at the start.
   */
  public synchronized boolean confirmed() {
    return confirmed;
  }

  /** Ends it: {@code onChange} is not called any more. */
  @Override
  public void close() {
    registration.cancel();
    synchronized (this) {
      closed = true;
    }
  }

  private void onAnnouncement(Changed changed) {
    synchronized (this) {
      if (closed) {
        return;
      }
      if (!delivered) {
        deliver();
      }
      Revision mine = revisionOf.apply(state);
      Revision theirs = changed.revision();
      long now = clockMillis.getAsLong();
      if (theirs.epoch() >= mine.epoch()) {
        ownerHeardAt = now;
        if (theirs.isNewerThan(announced)) {
          announced = theirs;
        }
        if (!theirs.isNewerThan(mine)) {
          confirmed |= theirs.equals(mine);
          return;
        }
      } else if (now - ownerHeardAt > OWNER_SILENT_MILLIS) {
        announced = theirs;
      } else {
        return;
      }
    }
    ask();
  }

  private void ask() {
    Revision have;
    synchronized (this) {
      if (asking || closed) {
        return;
      }
      asking = true;
      have = snapshotNeeded ? Revision.NONE : revisionOf.apply(state);
    }
    Uni.createFrom()
        .deferred(() -> bus.request(syncAddress, new SyncRequest(have), deltaType))
        .onItem()
        .ifNull()
        .failWith(() -> new IllegalStateException("empty answer"))
        .subscribe()
        .with(this::onDelta, this::onFailure);
  }

  private void onFailure(Throwable failure) {
    LOG.debugf("%s: %s; asked again at the next announcement", syncAddress, failure.getMessage());
    synchronized (this) {
      asking = false;
    }
  }

  private void onDelta(D delta) {
    boolean behind;
    synchronized (this) {
      asking = false;
      confirmed |= delta.to().equals(revisionOf.apply(state));
      behind = !closed && fits(delta) && applied(delta) && isBehind();
    }
    if (behind) {
      ask();
    }
  }

  private boolean isBehind() {
    return announced.isNewerThan(revisionOf.apply(state));
  }

  private boolean fits(D delta) {
    Revision mine = revisionOf.apply(state);
    boolean takeover =
        delta.full()
            && delta.to().epoch() < mine.epoch()
            && !announced.equals(Revision.NONE)
            && announced.epoch() == delta.to().epoch();
    return (delta.to().isNewerThan(mine) || takeover)
        && (delta.full() || delta.from().equals(mine));
  }

  private boolean applied(D delta) {
    try {
      state = apply.apply(state, delta);
      snapshotNeeded = false;
      confirmed = true;
    } catch (RuntimeException e) {
      LOG.errorf(e, "%s: revision %s could not be applied", syncAddress, delta.to());
      snapshotNeeded = true;
      return false;
    }
    deliver();
    return true;
  }

  private void deliver() {
    try {
      onChange.accept(state);
      delivered = true;
    } catch (RuntimeException e) {
      if (delivered) {
        LOG.errorf(e, "%s: revision %s was not taken", syncAddress, revisionOf.apply(state));
      } else {
        LOG.debugf(e, "%s: revision %s was not taken again", syncAddress, revisionOf.apply(state));
      }
      delivered = false;
    }
  }
}
