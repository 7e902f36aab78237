package io.sluice.gateway.balancing;

import io.sluice.gateway.resilience.TargetState;
import io.sluice.gateway.table.Endpoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A target of one backend service on one event loop. The object stays the same while the target
 * stays in the service, through all tables, so that requests in flight are counted right.
 */
public final class LoopEndpoint {
  private final TargetState shared;
  private final Latency latency = new Latency();
  private Endpoint endpoint;
  private int active;
  private boolean inUse;
  private long inUseSince;
  private boolean grows;
  private int percent = 100;
  private Set<Runnable> guests = Set.of();
  private boolean left;

  LoopEndpoint(Endpoint endpoint, TargetState shared) {
    this.shared = shared;
    this.endpoint = endpoint;
  }

  /** The target's newest settings. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** The target. */
  public UUID targetId() {
    return endpoint.targetId();
  }

  /** What all event loops know of it. */
  public TargetState shared() {
    return shared;
  }

  /** Requests in flight from this event loop. */
  public int active() {
    return active;
  }

  /** A request is being sent to it; each is followed by one {@link #requestEnded}. */
  public void requestStarted() {
    active++;
  }

  /** The request's answer is complete, or it failed. */
  public void requestEnded() {
    active--;
  }

  /**
   * An answer has begun.
   *
   * @param nanos since the target had all that was to be sent
   * @param now nanoseconds of the monotonic clock
   */
  public void answered(long nanos, long now) {
    latency.answered(nanos, now);
  }

  /**
   * No answer came for so long, and it is not waited for any more.
   *
   * @param nanos since the target had all that was to be sent
   * @param now nanoseconds of the monotonic clock
   */
  public void abandoned(long nanos, long now) {
    latency.abandoned(nanos, now);
  }

  /**
   * The target could not be reached, or answered that it fails.
   *
   * @param now nanoseconds of the monotonic clock
   */
  public void failed(long now) {
    latency.failed(now);
  }

  /** The share of its weight that it is given, 1-100 %; below 100 in a slow start. */
  public int percent() {
    return percent;
  }

  /** Whether it is eligible. */
  boolean inUse() {
    return inUse;
  }

  /** Since when it is eligible; only while it is. */
  long inUseSince() {
    return inUseSince;
  }

  /** Whether its share is growing. */
  boolean grows() {
    return grows;
  }

  /** It is eligible from now on: what was measured of it before is about what is over. */
  void enter(long now, boolean growing) {
    inUse = true;
    inUseSince = now;
    grows = growing;
    latency.forget();
  }

  /** It is not eligible any more. */
  void leave() {
    inUse = false;
    grows = false;
    percent = 100;
  }

  /**
   * Its share has grown so far.
   *
   * @return whether that is a change
   */
  boolean grown(int newest) {
    boolean changed = percent != newest;
    percent = newest;
    grows = newest < 100;
    return changed;
  }

  /**
   * Calls back when the target has left the service: at the end of its time to drain, or before it
   * when it is removed by force. At once when it has left already.
   */
  public void whenLeft(Runnable then) {
    if (left) {
      then.run();
      return;
    }
    if (guests.isEmpty()) {
      guests = new LinkedHashSet<>();
    }
    guests.add(then);
  }

  /** Does not call back any more. */
  public void forget(Runnable then) {
    if (!guests.isEmpty()) {
      guests.remove(then);
    }
  }

  /** The target has left the service. */
  void left() {
    left = true;
    List.copyOf(guests).forEach(Runnable::run);
    guests = Set.of();
  }

  Latency latency() {
    return latency;
  }

  void endpoint(Endpoint newest) {
    endpoint = newest;
  }
}
