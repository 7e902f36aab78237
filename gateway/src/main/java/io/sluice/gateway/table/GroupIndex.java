package io.sluice.gateway.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Items by the group they belong to. A group in which nothing changed has the same list in the next
 * index, so that one change among many items is found without a look at the others' contents.
 */
final class GroupIndex<K, V> {
  private final Function<V, UUID> groupOf;
  private final Comparator<V> order;
  private final Map<K, V> items;
  private final Map<UUID, List<V>> groups;

  /** An index without items. */
  GroupIndex(Function<V, UUID> groupOf, Comparator<V> order) {
    this(groupOf, order, Map.of(), Map.of());
  }

  private GroupIndex(
      Function<V, UUID> groupOf, Comparator<V> order, Map<K, V> items, Map<UUID, List<V>> groups) {
    this.groupOf = groupOf;
    this.order = order;
    this.items = items;
    this.groups = groups;
  }

  /** The items of a group in order; empty when there is none. */
  List<V> of(UUID group) {
    return group == null ? List.of() : groups.getOrDefault(group, List.of());
  }

  /** The index of newer items. */
  GroupIndex<K, V> next(Map<K, V> newer) {
    if (newer == items) {
      return this;
    }
    Set<UUID> changed = changedGroups(newer);
    if (changed.isEmpty()) {
      return new GroupIndex<>(groupOf, order, newer, groups);
    }
    Map<UUID, List<V>> collected = HashMap.newHashMap(changed.size());
    for (V item : newer.values()) {
      UUID group = groupOf.apply(item);
      if (changed.contains(group)) {
        collected.computeIfAbsent(group, ignored -> new ArrayList<>()).add(item);
      }
    }
    Map<UUID, List<V>> next = new HashMap<>(groups);
    for (UUID group : changed) {
      List<V> list = collected.get(group);
      if (list == null) {
        next.remove(group);
      } else {
        list.sort(order);
        next.put(group, Collections.unmodifiableList(list));
      }
    }
    return new GroupIndex<>(groupOf, order, newer, next);
  }

  private Set<UUID> changedGroups(Map<K, V> newer) {
    Set<UUID> changed = new HashSet<>();
    int kept = 0;
    for (Map.Entry<K, V> entry : newer.entrySet()) {
      V before = items.get(entry.getKey());
      V now = entry.getValue();
      if (before != null) {
        kept++;
      }
      if (before != now && !now.equals(before)) {
        changed.add(groupOf.apply(now));
        if (before != null) {
          changed.add(groupOf.apply(before));
        }
      }
    }
    if (kept < items.size()) {
      items.forEach((key, item) -> {
        if (!newer.containsKey(key)) {
          changed.add(groupOf.apply(item));
        }
      });
    }
    return changed;
  }
}
