package io.sluice.health.bus;

import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.sync.Changed;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;
import io.sluice.health.domain.HealthBoard;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Publishes the states: a revision soon after each change and every second, deltas on request.
 *
 * <p>It begins only when this replica has probed everything once, so that readers keep what they
 * know over a restart. Of several replicas the one with the highest epoch speaks; the others probe
 * too, and one of them takes over when it falls silent.
 */
public final class Announcer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Announcer.class);

  /** Many targets of a dead machine change within a few ms: one announcement for all. */
  static final long COALESCE_MILLIS = 20;

  static final long REPEAT_MILLIS = 1_000;

  /** Three announcements lost in a row: the speaking replica is gone. */
  static final long SPEAKER_SILENT_MILLIS = 3_500;

  /** The longest wait for a first round of probes, above the default timeout with its jitter. */
  static final long FIRST_ROUND_MILLIS = 10_000;

  private final Vertx vertx;
  private final Bus bus;
  private final HealthBoard board;
  private final LongSupplier clockMillis;
  private final Bus.Registration hearing;
  private final long repeat;

  private Bus.Registration serving;
  private boolean prepared;
  private long registryKnownAt = -1;
  private long youngerHeardAt = Long.MIN_VALUE / 2;
  private Revision announced = Revision.NONE;
  private boolean pending;
  private boolean closed;

  /**
   * Starts.
   *
   * @param clockMillis a monotonic clock in ms
   */
  public Announcer(Vertx vertx, Bus bus, HealthBoard board, LongSupplier clockMillis) {
    this.vertx = vertx;
    this.bus = bus;
    this.board = board;
    this.clockMillis = clockMillis;
    this.hearing = bus.consume(Addresses.HEALTH_CHANGED, Changed.class, this::onAnnouncement);
    this.repeat = vertx.setPeriodic(REPEAT_MILLIS, id -> announce());
  }

  /** The registry's state has arrived: what is to be probed is known from now on. */
  public synchronized void onRegistryKnown() {
    if (registryKnownAt < 0) {
      registryKnownAt = clockMillis.getAsLong();
    }
  }

  /** The board may have changed: announces it within {@link #COALESCE_MILLIS}. */
  public synchronized void onBoardTouched() {
    if (!pending && !closed && !board.revision().equals(announced)) {
      pending = true;
      vertx.setTimer(COALESCE_MILLIS, id -> announce());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    vertx.cancelTimer(repeat);
    hearing.cancel();
    stopServing();
  }

  private synchronized void onAnnouncement(Changed changed) {
    if (changed.revision().epoch() > board.revision().epoch()) {
      youngerHeardAt = clockMillis.getAsLong();
      stopServing();
    }
  }

  private synchronized void announce() {
    pending = false;
    if (closed || !speaks()) {
      return;
    }
    if (serving == null) {
      serving = bus.serve(Addresses.HEALTH_SYNC, SyncRequest.class, this::answer);
      LOG.infof("publishes the states of targets, epoch %d", board.revision().epoch());
    }
    announced = board.revision();
    bus.publish(Addresses.HEALTH_CHANGED, new Changed(announced));
  }

  private boolean speaks() {
    long now = clockMillis.getAsLong();
    if (!prepared && registryKnownAt >= 0) {
      prepared = board.settled() || now - registryKnownAt > FIRST_ROUND_MILLIS;
    }
    return prepared && now - youngerHeardAt > SPEAKER_SILENT_MILLIS;
  }

  private Uni<HealthDelta> answer(SyncRequest request) {
    return Uni.createFrom().item(board.since(request.have()));
  }

  private void stopServing() {
    if (serving != null) {
      serving.cancel();
      serving = null;
      LOG.info("publishes the states of targets no more");
    }
  }
}
