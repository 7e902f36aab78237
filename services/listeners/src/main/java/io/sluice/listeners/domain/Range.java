package io.sluice.listeners.domain;

/**
 * A range of whole numbers, both ends within.
 *
 * @param min the least
 * @param max the greatest
 */
public record Range(long min, long max) {
  boolean contains(long value) {
    return value >= min && value <= max;
  }

  @Override
  public String toString() {
    return min + "-" + max;
  }
}
