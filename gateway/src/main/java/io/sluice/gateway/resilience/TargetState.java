package io.sluice.gateway.resilience;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What all event loops of a gateway know together of one target of one backend service. Methods may
 * be called from any thread.
 *
 * <p>Failures in a row are counted in one place, since each event loop by itself would see only its
 * part of them. That takes no lock: while a target answers, its counter is 0 and is only read,
 * which costs event loops nothing; they write to it when a target fails. A success and a failure at
 * the same moment may be counted in either order, as they may have happened in either.
 */
public final class TargetState {
  private final UUID serviceId;
  private final UUID targetId;
  private final Consumer<TargetState> failing;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicBoolean reported = new AtomicBoolean();
  private final AtomicInteger taken = new AtomicInteger();

  /**
   * A target of which nothing is known.
   *
   * @param failing is told once when it fails too often, and then not before {@link #clear}
   */
  TargetState(UUID serviceId, UUID targetId, Consumer<TargetState> failing) {
    this.serviceId = serviceId;
    this.targetId = targetId;
    this.failing = failing;
  }

  UUID serviceId() {
    return serviceId;
  }

  UUID targetId() {
    return targetId;
  }

  /** It answered, and with no gateway error. */
  public void succeeded() {
    if (failures.get() != 0) {
      failures.set(0);
    }
  }

  /**
   * A gateway error: it could not be reached, did not answer, or answered 502, 503 or 504.
   *
   * @param limit how many in a row are too many, or 0 for any number
   */
  public void failed(int limit) {
    if (limit > 0
        && failures.incrementAndGet() >= limit
        && !reported.get()
        && reported.compareAndSet(false, true)) {
      failing.accept(this);
    }
  }

  /** Whether there is room for another request or connection. */
  public boolean hasRoom(int most) {
    return taken.get() < most;
  }

  /**
   * Takes room for a request or a connection.
   *
   * @param most how much there is for all event loops
   * @return false when there is none left; then none is taken
   */
  public boolean take(int most) {
    for (int before = taken.get(); before < most; before = taken.get()) {
      if (taken.compareAndSet(before, before + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Gives room back; those who wait for it know nothing of it, see {@link WaitingLine}. */
  void free() {
    taken.decrementAndGet();
  }

  int taken() {
    return taken.get();
  }

  /** Begins anew: what was reported is dealt with. */
  void clear() {
    failures.set(0);
    reported.set(false);
  }

  /** What was reported had no effect: the next failure is reported again. */
  void reportAgain() {
    reported.set(false);
  }
}
