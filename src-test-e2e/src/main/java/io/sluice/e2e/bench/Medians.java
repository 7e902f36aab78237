package io.sluice.e2e.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Medians of rounds. */
final class Medians {
  private Medians() {}

  /** The middle value, or the mean of the two in the middle. */
  static double of(double... values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The median of one number of each round. */
  static <T> double of(List<T> rounds, ToDoubleFunction<T> number) {
    return of(rounds.stream().mapToDouble(number).toArray());
  }
}
