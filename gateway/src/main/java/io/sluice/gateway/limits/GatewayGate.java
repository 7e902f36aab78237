package io.sluice.gateway.limits;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets connections into a gateway: one for all its event loops, whose threads all may use it. */
public final class GatewayGate {
  private final int max;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<UUID, ListenerGate> listeners = new ConcurrentHashMap<>();

  /**
   * No connection and no listener yet.
   *
   * @param max connections of all listeners at once
   */
  public GatewayGate(int max) {
    this.max = max;
  }

  /** How many connections there may be. */
  public int max() {
    return max;
  }

  /** How many there are. */
  public int open() {
    return open.get();
  }

  /**
   * The gate of a listener, which is made with the first call.
   *
   * @param now nanoseconds of the monotonic clock
   */
  public ListenerGate listener(UUID id, long now) {
    return listeners.computeIfAbsent(id, unknown -> new ListenerGate(this, now));
  }

  /** Forgets a listener; its connections still count as the gateway's until they leave. */
  public void remove(UUID listenerId) {
    listeners.remove(listenerId);
  }

  boolean enter() {
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    open.decrementAndGet();
  }
}
