package io.sluice.gateway.balancing;

import java.util.Arrays;
import java.util.Collection;
import java.util.random.RandomGenerator;

/**
 * Draws two different targets with odds by weight and takes the one that costs less: its {@link
 * Latency} times its requests in flight, and one more, in proportion to its weight.
 *
 * <p>Where latencies are alike, as by chance one is always a little less and would draw all
 * requests, those in flight decide alone: the first drawn is taken, the less likely the more of
 * them it has by weight; see {@link LeastConnections} for why this is a matter of odds. A target of
 * which nothing is known is taken as alike, so a new one gets its share and no more while its first
 * answers are out.
 */
final class PeakEwma implements Choice {
  /** Latencies whose ratio is between this and its inverse are alike. */
  private static final double CLEARLY_LESS = 0.8;

  private final Rotation rotation;
  private final RandomGenerator random;

  /** Sums of the weights up to and with each target. */
  private final int[] sums;

  private final double meanWeight;

  PeakEwma(Rotation rotation, RandomGenerator random) {
    this.rotation = rotation;
    this.random = random;
    this.sums = rotation.weights().clone();
    Arrays.parallelPrefix(sums, Integer::sum);
    this.meanWeight = (double) rotation.totalWeight() / Math.max(1, sums.length);
  }

  @Override
  public LoopEndpoint choose(long key, long now, Collection<LoopEndpoint> tried) {
    int chosen = tried.isEmpty() ? betterOfTwo(now) : bestOfRest(now, tried);
    return chosen < 0 ? null : rotation.targets()[chosen];
  }

  private int betterOfTwo(long now) {
    if (sums.length < 2) {
      return sums.length - 1;
    }
    int first = at(random.nextInt(rotation.totalWeight()));
    int weight = rotation.weights()[first];
    int point = random.nextInt(rotation.totalWeight() - weight);
    int second = at(point < sums[first] - weight ? point : point + weight);
    return prefersSecond(first, second, now) && mayBePreferred(second) ? second : first;
  }

  /** One in a slow start often costs least, since it has little to do: it is not to be flooded. */
  private boolean mayBePreferred(int index) {
    int percent = rotation.targets()[index].percent();
    return percent == 100 || random.nextInt(100) < percent;
  }

  private boolean prefersSecond(int first, int second, long now) {
    double ratio = costRatio(first, second, now);
    if (ratio < CLEARLY_LESS || ratio > 1 / CLEARLY_LESS) {
      return ratio * load(first) > load(second);
    }
    double room = Math.min(share(first, 1), share(second, 1));
    double one = odds(share(first, 0), room);
    double two = odds(share(second, 0), room);
    return one < two && random.nextDouble() * two >= one;
  }

  private static double odds(double load, double limit) {
    return load < limit ? 3 * limit - load : 0;
  }

  /** What the first costs for each that the second costs; 1 when one is not known. */
  private double costRatio(int first, int second, long now) {
    Latency one = rotation.targets()[first].latency();
    Latency two = rotation.targets()[second].latency();
    return one.known() && two.known() ? one.cost(now) / two.cost(now) : 1;
  }

  /** The target that a point in the sum of all weights falls on. */
  private int at(int point) {
    int found = Arrays.binarySearch(sums, point + 1);
    return found < 0 ? ~found : found;
  }

  private int bestOfRest(long now, Collection<LoopEndpoint> tried) {
    int best = -1;
    for (int i = 0; i < sums.length; i++) {
      if (!tried.contains(rotation.targets()[i])
          && (best < 0 || costRatio(best, i, now) * load(best) > load(i))) {
        best = i;
      }
    }
    return best;
  }

  private double load(int index) {
    return 1 + meanWeight * share(index, 0);
  }

  /** Requests in flight by weight. */
  private double share(int index, int more) {
    return (double) (rotation.targets()[index].active() + more) / rotation.weights()[index];
  }
}
