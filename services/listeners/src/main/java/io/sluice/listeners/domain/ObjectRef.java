package io.sluice.listeners.domain;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * An object as messages name it.
 *
 * @param kind as {@code rule group}
 * @param id its id
 * @param name its name
 */
public record ObjectRef(String kind, UUID id, String name) {
  private static final int MOST_NAMED = 5;

  @Override
  public String toString() {
    return kind + " " + name + " (" + id + ")";
  }

  /** The first of them, and how many more there are. */
  static String list(List<ObjectRef> all) {
    String named =
        all.stream().limit(MOST_NAMED).map(ObjectRef::toString).collect(Collectors.joining(", "));
    int more = all.size() - MOST_NAMED;
    return more > 0 ? named + " and " + more + " more" : named;
  }
}
