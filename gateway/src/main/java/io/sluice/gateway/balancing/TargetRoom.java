package io.sluice.gateway.balancing;

import io.sluice.gateway.resilience.TargetState;
import io.sluice.gateway.resilience.WaitingLine;
import java.util.List;
import java.util.function.Consumer;

/**
 * The room that one request, or one connection, has or waits for in a target of a service that caps
 * the load of each. Belongs to one event loop.
 */
public final class TargetRoom {
  private final Balancer balancer;
  private final WaitingLine.Loop loop;
  private final Consumer<LoopEndpoint> got;
  private WaitingLine.Place place;
  private TargetState held;
  private List<LoopEndpoint> tried = List.of();
  private long key;
  private long since;
  private boolean lost;

  /**
   * No room yet.
   *
   * @param loop the event loop
   * @param got called with the target in which there is room, for one that waited
   */
  public TargetRoom(Balancer balancer, WaitingLine.Loop loop, Consumer<LoopEndpoint> got) {
    this.balancer = balancer;
    this.loop = loop;
    this.got = got;
  }

  /**
   * Takes room at once.
   *
   * @param chosen the target that is wanted
   * @return it, or another; null when none has room, or others wait for some
   */
  public LoopEndpoint take(
      LoopEndpoint chosen, long newKey, long now, List<LoopEndpoint> triedTargets) {
    key = newKey;
    tried = triedTargets;
    if (!line().isEmpty()) {
      return null;
    }
    return taken(now, chosen);
  }

  /**
   * Takes room in another target at once, and gives up what it has only then.
   *
   * @param chosen the target that is wanted
   * @return it, or another; null when none has room, or others wait for some: then nothing changes
   */
  public LoopEndpoint move(LoopEndpoint chosen, long now, List<LoopEndpoint> triedTargets) {
    TargetState before = held;
    LoopEndpoint target = take(chosen, key, now, triedTargets);
    if (target == null) {
      held = before;
    } else if (before != null) {
      line().release(before, most());
    }
    return target;
  }

  private LoopEndpoint taken(long now, LoopEndpoint chosen) {
    LoopEndpoint target = balancer.takeRoom(chosen, key, now, tried, most());
    held = target == null ? null : target.shared();
    return target;
  }

  /**
   * Waits for room.
   *
   * @param now nanoseconds of the monotonic clock
   * @return false when too many wait
   */
  public boolean await(long now) {
    since = now;
    boolean joined = join();
    if (joined) {
      // There may be room since it was looked for.
      balancer.offerRoom();
    }
    return joined;
  }

  private boolean join() {
    int queue = balancer.service().service().targetCaps().queue();
    place = line().join(queue, loop, this::called);
    return place != null;
  }

  private void called(WaitingLine.Place by, TargetState target) {
    if (place != by) {
      line().release(target, most());
      return;
    }
    place = null;
    LoopEndpoint endpoint = balancer.inRotation(target);
    if (endpoint != null && !tried.contains(endpoint)) {
      held = target;
      got.accept(endpoint);
      return;
    }
    // It has left, or this request has been there. Handed on, the room could go round for ever
    // between those that have been there; so it is offered to others with the next tick.
    line().putBack(target);
    LoopEndpoint chosen = balancer.choose(key, since, tried);
    LoopEndpoint other = chosen == null ? null : taken(since, chosen);
    if (other != null) {
      got.accept(other);
    } else {
      lost = !join();
    }
  }

  /**
   * Whether it has waited too long, or cannot wait any longer since the line is full.
   *
   * @param now nanoseconds of the monotonic clock
   */
  public boolean late(long now) {
    int millis = balancer.service().service().targetCaps().queueTimeoutMillis();
    return lost || place != null && now - since > millis * 1_000_000L;
  }

  /** Gives up what it has, or waits for. */
  public void leave() {
    if (place != null) {
      line().leave(place);
      place = null;
    }
    if (held != null) {
      TargetState target = held;
      held = null;
      line().release(target, most());
    }
  }

  private int most() {
    Integer cap = balancer.roomPerTarget();
    return cap == null ? Integer.MAX_VALUE : cap;
  }

  private WaitingLine line() {
    return balancer.shared().line();
  }
}
