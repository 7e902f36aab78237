package io.sluice.chassis.sync;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Merging of changed and removed objects into an immutable copy. */
final class Copies {
  private Copies() {}

  static <K, V> Map<K, V> merge(
      Map<K, V> base, Collection<V> changed, Function<V, K> key, Collection<K> removed) {
    if (changed.isEmpty() && removed.isEmpty()) {
      return base;
    }
    Map<K, V> merged = HashMap.newHashMap(base.size() + changed.size());
    merged.putAll(base);
    removed.forEach(merged::remove);
    changed.forEach(value -> merged.put(key.apply(value), value));
    return Collections.unmodifiableMap(merged);
  }
}
