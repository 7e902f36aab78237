package io.sluice.gateway.resilience;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Those that wait for a target of one backend service with room, from all event loops of a gateway,
 * in the order in which they came. Who gives room back hands it to the first, so that no one that
 * comes later gets it. Methods may be called from any thread, and take no lock.
 */
public final class WaitingLine {
  private final Queue<Place> places = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong joined = new AtomicLong();

  /** Where one that waits is called. */
  @FunctionalInterface
  public interface Loop {
    /** Runs a task soon. */
    void execute(Runnable task);
  }

  /** A place in the line. */
  public static final class Place {
    private final Loop loop;
    private final BiConsumer<Place, TargetState> called;
    private final AtomicBoolean waiting = new AtomicBoolean(true);

    private Place(Loop loop, BiConsumer<Place, TargetState> called) {
      this.loop = loop;
      this.called = called;
    }
  }

  /** Whether no one waits. */
  public boolean isEmpty() {
    return places.isEmpty();
  }

  /** How many wait. */
  int size() {
    return size.get();
  }

  /** How many have waited. */
  long joined() {
    return joined.get();
  }

  /**
   * Joins the end of the line. After that room must be looked for once more: it may have been given
   * back just before.
   *
   * @param most how many may wait
   * @param loop where to be called
   * @param called is given the place, and a target in which room is taken, unless the place was
   *     left before
   * @return null when too many wait
   */
  public Place join(int most, Loop loop, BiConsumer<Place, TargetState> called) {
    if (size.incrementAndGet() > most) {
      size.decrementAndGet();
      return null;
    }
    joined.incrementAndGet();
    Place place = new Place(loop, called);
    places.add(place);
    return place;
  }

  /** Leaves the line; without effect for one that was called already. */
  public void leave(Place place) {
    if (place.waiting.compareAndSet(true, false)) {
      size.decrementAndGet();
      places.remove(place);
    }
  }

  /**
   * Gives room in a target back: to the first that waits, if any.
   *
   * @param most how much room the target has
   */
  public void release(TargetState target, int most) {
    if (target.taken() <= most && call(target)) {
      return;
    }
    target.free();
    // One may have joined, and looked for room, before it was free.
    offer(target, most);
  }

  /** Gives room back that no one who waits is offered before the next {@link #offer}. */
  public void putBack(TargetState target) {
    target.free();
  }

  /** Offers a target to those that wait, as long as it has room. */
  public void offer(TargetState target, int most) {
    while (!isEmpty() && target.take(most)) {
      if (!call(target)) {
        target.free();
      }
    }
  }

  /** Calls the first, with room that is taken. */
  private boolean call(TargetState target) {
    for (Place first = places.poll(); first != null; first = places.poll()) {
      if (first.waiting.compareAndSet(true, false)) {
        size.decrementAndGet();
        Place place = first;
        place.loop.execute(() -> place.called.accept(place, target));
        return true;
      }
    }
    return false;
  }
}
