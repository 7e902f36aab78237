package io.sluice.gateway.balancing;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Smooth weighted round robin: weights 5, 1, 1 give a a b a c a a.
 *
 * <p>Each target has a current number; a choice adds to each its weight, takes the target with the
 * greatest, the first of equals, and subtracts from it the sum of weights. The cost is one pass
 * over the targets.
 */
final class RoundRobin implements Choice {
  /** Steps that a new one is turned on by at most; each costs a pass over the targets. */
  private static final int MAX_FIRST_STEPS = 64;

  private final Rotation rotation;
  private final int[] current;

  /**
   * One that starts somewhere in its sequence.
   *
   * @param offset 0 (at its start) up to but not 1
   */
  RoundRobin(Rotation rotation, double offset) {
    this.rotation = rotation;
    this.current = new int[rotation.size()];
    int steps = (int) (offset * Math.min(current.length, MAX_FIRST_STEPS));
    for (int i = 0; i < steps; i++) {
      choose(0, 0, List.of());
    }
  }

  /** One whose targets keep their place in the sequence before. */
  RoundRobin(Rotation rotation, RoundRobin before) {
    this.rotation = rotation;
    this.current = new int[rotation.size()];
    Map<LoopEndpoint, Integer> places = new HashMap<>();
    for (int i = 0; i < before.current.length; i++) {
      places.put(before.rotation.targets()[i], before.current[i]);
    }
    for (int i = 0; i < current.length; i++) {
      current[i] = places.getOrDefault(rotation.targets()[i], 0);
    }
    settle(before.rotation.totalWeight());
  }

  @Override
  public LoopEndpoint choose(long key, long now, Collection<LoopEndpoint> tried) {
    LoopEndpoint[] targets = rotation.targets();
    int[] weights = rotation.weights();
    int best = -1;
    int bestCurrent = Integer.MIN_VALUE;
    int total = rotation.totalWeight();
    if (tried.isEmpty()) {
      for (int i = 0; i < current.length; i++) {
        int next = current[i] + weights[i];
        current[i] = next;
        if (next > bestCurrent) {
          best = i;
          bestCurrent = next;
        }
      }
    } else {
      for (int i = 0; i < current.length; i++) {
        if (tried.contains(targets[i])) {
          total -= weights[i];
        } else {
          current[i] += weights[i];
          if (best < 0 || current[i] > current[best]) {
            best = i;
          }
        }
      }
    }
    if (best < 0) {
      return null;
    }
    current[best] -= total;
    return targets[best];
  }

  /**
   * Brings the current numbers to the new sum of weights, and their sum to 0. Otherwise a target
   * that was ahead by an old, greater weight would be passed over, or chosen alone, for many
   * requests.
   */
  private void settle(int oldTotal) {
    if (current.length == 0 || oldTotal == 0) {
      return;
    }
    long sum = 0;
    for (int i = 0; i < current.length; i++) {
      current[i] = (int) ((long) current[i] * rotation.totalWeight() / oldTotal);
      sum += current[i];
    }
    int mean = (int) (sum / current.length);
    for (int i = 0; i < current.length; i++) {
      current[i] -= mean;
      sum -= mean;
    }
    for (int i = 0; sum != 0; i++) {
      int step = Long.signum(sum);
      current[i] -= step;
      sum -= step;
    }
  }
}
