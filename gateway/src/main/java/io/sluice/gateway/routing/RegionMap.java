package io.sluice.gateway.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An immutable map whose keys are looked up as regions of a longer string, so that a request's host
 * and path are taken apart without a copy. A region's hash is given by the caller, who goes over
 * the string once and has the hash of each region on the way.
 */
final class RegionMap<V> {
  private final String[] keys;
  private final Object[] values;
  private final int[] hashes;
  private final int mask;
  private final int size;

  private RegionMap(Map<String, V> entries, Hash hash) {
    size = entries.size();
    // At most a quarter full: most look-ups find an empty slot at once.
    int capacity = Integer.highestOneBit(Math.max(1, size) * 4 - 1) << 1;
    keys = new String[capacity];
    values = new Object[capacity];
    hashes = new int[capacity];
    mask = capacity - 1;
    entries.forEach((key, value) -> {
      int h = hash.of(key);
      int slot = spread(h) & mask;
      while (keys[slot] != null) {
        slot = (slot + 1) & mask;
      }
      keys[slot] = key;
      values[slot] = value;
      hashes[slot] = h;
    });
  }

  /** Keys hashed from their first character on: for regions that grow at their end. */
  static <V> RegionMap<V> forward(Map<String, V> entries) {
    return new RegionMap<>(entries, RegionMap::forwardHash);
  }

  /** Keys hashed from their last character on: for regions that grow at their start. */
  static <V> RegionMap<V> backward(Map<String, V> entries) {
    return new RegionMap<>(entries, RegionMap::backwardHash);
  }

  /** The hash of a region that is one character longer. */
  static int step(int hash, char next) {
    return hash * 31 + next;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The value of the key that equals {@code text[from, to)}, or null. */
  @SuppressWarnings("unchecked")
  V get(String text, int from, int to, int hash) {
    int length = to - from;
    for (int slot = spread(hash) & mask; keys[slot] != null; slot = (slot + 1) & mask) {
      String key = keys[slot];
      if (hashes[slot] == hash
          && key.length() == length
          && text.regionMatches(from, key, 0, length)) {
        return (V) values[slot];
      }
    }
    return null;
  }

  @SuppressWarnings("unchecked")
  List<V> values() {
    List<V> all = new ArrayList<>(size);
    for (Object value : values) {
      if (value != null) {
        all.add((V) value);
      }
    }
    return all;
  }

  private static int forwardHash(String key) {
    int hash = 0;
    for (int i = 0; i < key.length(); i++) {
      hash = step(hash, key.charAt(i));
    }
    return hash;
  }

  private static int backwardHash(String key) {
    int hash = 0;
    for (int i = key.length() - 1; i >= 0; i--) {
      hash = step(hash, key.charAt(i));
    }
    return hash;
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 15);
  }

  private interface Hash {
    int of(String key);
  }
}
