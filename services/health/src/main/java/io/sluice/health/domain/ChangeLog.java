package io.sluice.health.domain;

import io.sluice.contracts.sync.HealthDelta.Key;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Which keys changed at which number, for the newest changes. Not thread-safe. */
final class ChangeLog {
  private record Change(long number, Key key) {}

  private final int capacity;
  private final Deque<Change> changes = new ArrayDeque<>();
  private long number;

  /**
   * Makes a log.
   *
   * @param capacity changes kept; a reader further behind needs a snapshot
   */
  ChangeLog(int capacity) {
    this.capacity = capacity;
  }

  /** The number of the newest change. */
  long number() {
    return number;
  }

  void add(Key key) {
    if (changes.size() == capacity) {
      changes.removeFirst();
    }
    changes.addLast(new Change(++number, key));
  }

  /** The keys changed after a number, or empty when that is not known any more. */
  Optional<Set<Key>> since(long have) {
    if (have > number || have < number - changes.size()) {
      return Optional.empty();
    }
    Set<Key> keys = new LinkedHashSet<>();
    Iterator<Change> newestFirst = changes.descendingIterator();
    while (newestFirst.hasNext()) {
      Change change = newestFirst.next();
      if (change.number() <= have) {
        break;
      }
      keys.add(change.key());
    }
    return Optional.of(keys);
  }
}
