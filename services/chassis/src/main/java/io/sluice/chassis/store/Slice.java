package io.sluice.chassis.store;

import java.util.List;

/**
 * A part of a list.
 *
 * @param items at most as many as asked for
 * @param more whether others follow
 */
public record Slice<T>(List<T> items, boolean more) {
  /** The slice out of one item more than asked for, if there are so many. */
  public static <T> Slice<T> of(List<T> oneMore, int limit) {
    return oneMore.size() > limit
        ? new Slice<>(oneMore.subList(0, limit), true)
        : new Slice<>(oneMore, false);
  }
}
