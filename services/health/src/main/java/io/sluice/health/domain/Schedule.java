package io.sluice.health.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * Keys and the times at which they are due; one time a key. Adding and taking cost the logarithm of
 * the number of keys. Not thread-safe.
 *
 * @param <K> the key
 */
public final class Schedule<K> {
  private record Entry<K>(long dueMillis, long order, K key) {}

  private final PriorityQueue<Entry<K>> queue =
      new PriorityQueue<>(
          Comparator.<Entry<K>>comparingLong(Entry::dueMillis).thenComparingLong(Entry::order));
  private final Map<K, Entry<K>> byKey = new HashMap<>();
  private long order;

  /** Sets when a key is due, in ms of the caller's clock; replaces an earlier time. */
  public void put(K key, long dueMillis) {
    Entry<K> entry = new Entry<>(dueMillis, order++, key);
    byKey.put(key, entry);
    queue.add(entry);
    dropStale();
  }

  /** Forgets a key. */
  public void remove(K key) {
    byKey.remove(key);
    dropStale();
  }

  /** Takes at most this many keys that are due, the earliest first. */
  public List<K> take(long nowMillis, int most) {
    List<K> due = new ArrayList<>();
    while (due.size() < most && !queue.isEmpty() && queue.peek().dueMillis() <= nowMillis) {
      Entry<K> entry = queue.poll();
      if (byKey.get(entry.key()) == entry) {
        byKey.remove(entry.key());
        due.add(entry.key());
      }
      dropStale();
    }
    return due;
  }

  /** When the next key is due. */
  public OptionalLong next() {
    return queue.isEmpty() ? OptionalLong.empty() : OptionalLong.of(queue.peek().dueMillis());
  }

  /** How many keys are due. */
  public int overdue(long nowMillis) {
    int count = 0;
    for (Entry<K> entry : byKey.values()) {
      if (entry.dueMillis() <= nowMillis) {
        count++;
      }
    }
    return count;
  }

  private void dropStale() {
    while (!queue.isEmpty() && byKey.get(queue.peek().key()) != queue.peek()) {
      queue.poll();
    }
    // Replaced entries deep in the queue would pile up when checks change often.
    if (queue.size() > 2 * byKey.size() + 64) {
      queue.clear();
      queue.addAll(byKey.values());
    }
  }
}
