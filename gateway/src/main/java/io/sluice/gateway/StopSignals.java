package io.sluice.gateway;

import io.quarkus.runtime.Quarkus;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT: the first one drains and ends with exit code 0, so that a supervisor does not
 * take an orderly stop for a crash; the second one ends at once.
 */
final class StopSignals {
  private static final Logger LOG = Logger.getLogger(StopSignals.class);

  /** What a shell gives for a process that a signal ended. */
  private static final int SIGNAL_EXIT_CODE = 128;

  private StopSignals() {}

  static void install() {
    AtomicBoolean stopping = new AtomicBoolean();
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(new Signal(name), signal -> stop(signal, stopping));
    }
  }

  private static void stop(Signal signal, AtomicBoolean stopping) {
    if (stopping.compareAndSet(false, true)) {
      Quarkus.asyncExit(0);
    } else {
      LOG.warnf("SIG%s again: ending at once", signal.getName());
      Runtime.getRuntime().halt(SIGNAL_EXIT_CODE + signal.getNumber());
    }
  }
}
