package io.sluice.gateway.sync;

import io.sluice.gateway.listener.DataPlane;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.TableBuild;
import io.sluice.gateway.table.TableInputs;
import io.vertx.core.Future;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Builds tables from the owners' states, off the event loops, and puts them into use. One is under
 * way at a time; what changes meanwhile goes into the next one together.
 */
final class TableKeeper {
  private static final Logger LOG = Logger.getLogger(TableKeeper.class);

  private final DataPlane dataPlane;
  private final Executor executor;
  private final Consumer<TableBuild> onApplied;

  private TableInputs newest;
  private TableBuild applied;
  private boolean working;

  /**
   * A keeper with the empty table in use.
   *
   * @param zone the gateway's zone
   * @param executor builds tables
   * @param onApplied called after each table that was put into use, one call at a time
   */
  TableKeeper(DataPlane dataPlane, String zone, Executor executor, Consumer<TableBuild> onApplied) {
    this.dataPlane = dataPlane;
    this.executor = executor;
    this.onApplied = onApplied;
    this.applied = TableBuild.empty(zone);
    this.newest = applied.inputs();
  }

  /** Takes a change of the owners' states; returns at once. */
  void change(UnaryOperator<TableInputs> change) {
    synchronized (this) {
      newest = change.apply(newest);
    }
    advance();
  }

  /** Goes on if the newest states are not in use, as after a failure. */
  void advance() {
    synchronized (this) {
      if (working || newest == applied.inputs()) {
        return;
      }
      working = true;
    }
    executor.execute(this::work);
  }

  /** The table in use. */
  synchronized RoutingTable table() {
    return applied.table();
  }

  private void work() {
    TableBuild next;
    Future<Void> done;
    try {
      TableBuild base;
      TableInputs inputs;
      synchronized (this) {
        base = applied;
        inputs = newest;
      }
      next = base.next(inputs);
      done = dataPlane.apply(next.table());
    } catch (RuntimeException e) {
      failed(e);
      return;
    }
    done.onComplete(ignored -> finished(next), this::failed);
  }

  private void finished(TableBuild next) {
    synchronized (this) {
      applied = next;
      working = false;
    }
    try {
      onApplied.accept(next);
    } finally {
      advance();
    }
  }

  /** The table before stays in use; the next change or the next beat tries again. */
  private void failed(Throwable failure) {
    LOG.error("A configuration could not be put into use", failure);
    synchronized (this) {
      working = false;
    }
  }
}
