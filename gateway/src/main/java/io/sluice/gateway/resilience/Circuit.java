package io.sluice.gateway.resilience;

import io.sluice.contracts.model.CircuitBreaker;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * The circuit of one backend service, for all event loops of a gateway: closed while requests
 * succeed, open for a while when too many fail, then half open: one request at a time shows whether
 * they succeed again. Methods may be called from any thread; times are nanoseconds of the monotonic
 * clock.
 *
 * <p>Event loops count apart and their numbers are added when a request fails, so that successes
 * cost them nothing that others wait for; the state changes by compare-and-set.
 */
public final class Circuit {
  /** Where it stands; written to metrics as its ordinal. */
  public enum State {
    /** Requests pass. */
    CLOSED,
    /** One request is under way that shows whether they succeed. */
    HALF_OPEN,
    /** None passes. */
    OPEN
  }

  /**
   * A state.
   *
   * @param at since when it is closed, or until when it is open
   */
  private record Phase(State state, long at) {}

  private final AtomicReference<Phase> phase;
  private final List<LoopCircuit> loops = new CopyOnWriteArrayList<>();
  private final LongAdder opened = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** A closed circuit. */
  Circuit(long now) {
    phase = new AtomicReference<>(new Phase(State.CLOSED, now - TimeUnit.HOURS.toNanos(1)));
  }

  /** The part of one more event loop. */
  LoopCircuit newLoop() {
    LoopCircuit loop = new LoopCircuit(this);
    loops.add(loop);
    return loop;
  }

  /** Where it stands. */
  public State state() {
    return phase.get().state;
  }

  /** How often it was opened. */
  public long opened() {
    return opened.sum();
  }

  /** How many requests were refused. */
  public long refused() {
    return refused.sum();
  }

  /** Whether requests pass and are counted. */
  boolean closed() {
    return phase.get().state == State.CLOSED;
  }

  /** Whether a request that comes now is the one that shows how it stands; it is the only one. */
  boolean tries(long now) {
    Phase present = phase.get();
    return present.state == State.OPEN
        && now - present.at >= 0
        && phase.compareAndSet(present, new Phase(State.HALF_OPEN, now));
  }

  void countRefused() {
    refused.increment();
  }

  /** Seconds until a request may be tried, at least 1. */
  public int retryAfterSeconds(long now) {
    Phase present = phase.get();
    long left = present.state == State.OPEN ? present.at - now : 0;
    return (int) Math.max(1, Math.ceilDiv(left, TimeUnit.SECONDS.toNanos(1)));
  }

  /** A request failed while it was closed. */
  void failed(CircuitBreaker settings, long now) {
    Phase present = phase.get();
    if (present.state != State.CLOSED) {
      return;
    }
    long requests = 0;
    long failures = 0;
    for (LoopCircuit loop : loops) {
      requests += loop.requests(present.at, now);
      failures += loop.failures(present.at, now);
    }
    if (requests >= settings.minRequests()
        && failures * 100 >= requests * settings.failurePercent()) {
      open(present, settings, now);
    }
  }

  /** The request that {@link #tries} has ended; when it showed nothing the next one may. */
  void tried(CircuitBreaker settings, LoopCircuit.Outcome outcome, long now) {
    Phase present = phase.get();
    if (present.state == State.HALF_OPEN) {
      switch (outcome) {
        case SUCCEEDED -> phase.compareAndSet(present, new Phase(State.CLOSED, now));
        case FAILED -> open(present, settings, now);
        case UNKNOWN -> phase.compareAndSet(present, new Phase(State.OPEN, now));
      }
    }
  }

  private void open(Phase present, CircuitBreaker settings, long now) {
    long until = now + TimeUnit.SECONDS.toNanos(settings.openSeconds());
    if (phase.compareAndSet(present, new Phase(State.OPEN, until))) {
      opened.increment();
    }
  }
}
