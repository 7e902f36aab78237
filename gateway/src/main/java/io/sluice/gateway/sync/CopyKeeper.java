package io.sluice.gateway.sync;

import io.sluice.gateway.table.TableInputs;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Saves the configuration a little after it changed, so that a row of changes is written once. On a
 * thread of its own: a slow disk delays nothing else.
 */
final class CopyKeeper {
  /** A crash loses at most the changes of this time; the owners still have them. */
  static final long DELAY_MILLIS = 500;

  private static final Logger LOG = Logger.getLogger(CopyKeeper.class);

  private final LastKnownGood file;
  private final InstantSource clock;
  private final ScheduledExecutorService executor;
  private TableInputs unsaved;
  private boolean failing;

  /**
   * A keeper of a copy.
   *
   * @param executor has one thread
   */
  CopyKeeper(LastKnownGood file, InstantSource clock, ScheduledExecutorService executor) {
    this.file = file;
    this.clock = clock;
    this.executor = executor;
  }

  /** Takes note of the configuration now in use. */
  synchronized void changed(TableInputs inputs) {
    boolean scheduled = unsaved != null;
    unsaved = inputs;
    if (!scheduled) {
      executor.schedule(this::save, DELAY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Saves what is not saved yet, on the caller's thread. */
  void save() {
    TableInputs inputs;
    synchronized (this) {
      inputs = unsaved;
      unsaved = null;
    }
    if (inputs != null) {
      write(inputs);
    }
  }

  private synchronized void write(TableInputs inputs) {
    try {
      file.save(new LastKnownGood.Copy(clock.instant(), inputs));
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.warnf("The last-known-good copy could not be saved: %s", e.toString());
      }
      failing = true;
    }
  }
}
