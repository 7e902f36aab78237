package io.sluice.gateway.resilience;

import io.sluice.contracts.model.CircuitBreaker;
import java.util.concurrent.TimeUnit;

/** The part of one event loop in a backend service's {@link Circuit}. */
public final class LoopCircuit {
  private final Circuit circuit;

  /** Made anew when the length of the window changes. */
  private volatile Outcomes outcomes = new Outcomes(TimeUnit.SECONDS.toNanos(10));

  LoopCircuit(Circuit circuit) {
    this.circuit = circuit;
  }

  /**
   * Lets a request in.
   *
   * @param settings null when requests are never refused
   * @param now nanoseconds of the monotonic clock
   * @return null when it is refused
   */
  public Pass enter(CircuitBreaker settings, long now) {
    if (settings == null) {
      return Pass.UNCOUNTED;
    }
    if (circuit.closed()) {
      return new Pass(this, settings, false);
    }
    if (circuit.tries(now)) {
      return new Pass(this, settings, true);
    }
    circuit.countRefused();
    return null;
  }

  long requests(long after, long now) {
    return outcomes.requests(after, now);
  }

  long failures(long after, long now) {
    return outcomes.failures(after, now);
  }

  private void ended(CircuitBreaker settings, boolean failed, long now) {
    long window = TimeUnit.SECONDS.toNanos(settings.windowSeconds());
    if (!outcomes.isFor(window)) {
      outcomes = new Outcomes(window);
    }
    outcomes.ended(failed, now);
    if (failed) {
      circuit.failed(settings, now);
    }
  }

  /** What came of a request. */
  public enum Outcome {
    /** The service answered it. */
    SUCCEEDED,
    /** No target answered, or the answer was a gateway error. */
    FAILED,
    /** It says nothing of the service, as when the client left. */
    UNKNOWN
  }

  /** A request that was let in; what comes of it counts once. */
  public static final class Pass {
    private static final Pass UNCOUNTED = new Pass(null, null, false);

    private final LoopCircuit loop;
    private final CircuitBreaker settings;
    private final boolean trial;
    private boolean over;

    private Pass(LoopCircuit loop, CircuitBreaker settings, boolean trial) {
      this.loop = loop;
      this.settings = settings;
      this.trial = trial;
      this.over = loop == null;
    }

    /**
     * It has ended.
     *
     * @param now nanoseconds of the monotonic clock
     */
    public void ended(Outcome outcome, long now) {
      if (over) {
        return;
      }
      over = true;
      if (trial) {
        loop.circuit.tried(settings, outcome, now);
      } else if (outcome != Outcome.UNKNOWN && loop.circuit.closed()) {
        loop.ended(settings, outcome == Outcome.FAILED, now);
      }
    }
  }
}
