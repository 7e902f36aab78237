package io.sluice.gateway.table;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Where keys belong among targets: weighted rendezvous hashing over a fixed number of slots. A key
 * falls into a slot; each target has a score for each slot, which depends on its address, its port
 * and the slot; the target with the least score by its weight has the slot, and the others follow
 * in the order of theirs.
 *
 * <p>So all gateways place a key alike, whatever the order in which targets came; a target that
 * goes gives up its own slots and no other moves; one that comes, or becomes heavier, takes slots
 * from all in proportion and none moves between the others.
 *
 * <p>Immutable. With few targets a slot's scores are computed when it is looked up, with many once,
 * when the placement is built; the answers are the same.
 */
public final class Placement {
  private static final int SLOT_BITS = 16;

  /** From here on looking a slot up costs less than comparing so many scores. */
  private static final int MANY = 16;

  private static final double UNIT = 0x1p-53;

  private final long[] seeds;
  private final int[] weights;

  /** The target of each slot; null with few targets. */
  private final char[] owners;

  private Placement(long[] seeds, int[] weights) {
    this.seeds = seeds;
    this.weights = weights;
    this.owners = seeds.length < MANY ? null : owners();
  }

  /**
   * The placement among targets; they are known by their index.
   *
   * @param targets at most 65,536
   * @param weightOf the weight of each, above 0
   * @param before a placement that is returned when it is one of the same targets, or null
   */
  static Placement of(List<Endpoint> targets, List<Integer> weightOf, Placement before) {
    long[] seeds = new long[targets.size()];
    int[] weights = new int[targets.size()];
    for (int i = 0; i < seeds.length; i++) {
      Endpoint target = targets.get(i);
      seeds[i] = hash(target.host() + ':' + target.port());
      weights[i] = weightOf.get(i);
    }
    return before != null
            && Arrays.equals(before.seeds, seeds)
            && Arrays.equals(before.weights, weights)
        ? before
        : new Placement(seeds, weights);
  }

  /** A hash of a key; the same on every machine. */
  public static long hash(String key) {
    return hash(key, key.length());
  }

  /** A hash of the beginning of a key. */
  public static long hash(String key, int end) {
    // FNV-1a, over UTF-16 units.
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < end; i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  /**
   * The index of the target that a key belongs to, or -1 without any target.
   *
   * @param key a hash of the key
   */
  public int first(long key) {
    int slot = slot(key);
    return owners != null ? owners[slot] : owner(slot);
  }

  /**
   * The index of the first target in a key's order that is allowed, or -1 when none is.
   *
   * @param key a hash of the key
   */
  public int first(long key, IntPredicate allowed) {
    long slot = slotSeed(slot(key));
    int best = -1;
    double bestScore = Double.POSITIVE_INFINITY;
    for (int i = 0; i < seeds.length; i++) {
      double point = point(seeds[i], slot);
      if (point < bestScore * weights[i] && allowed.test(i)) {
        double score = score(point, weights[i]);
        if (score < bestScore) {
          best = i;
          bestScore = score;
        }
      }
    }
    return best;
  }

  private char[] owners() {
    char[] all = new char[1 << SLOT_BITS];
    for (int slot = 0; slot < all.length; slot++) {
      all[slot] = (char) owner(slot);
    }
    return all;
  }

  private int owner(int slotNumber) {
    long slot = slotSeed(slotNumber);
    int best = -1;
    double bestScore = Double.POSITIVE_INFINITY;
    for (int i = 0; i < seeds.length; i++) {
      double point = point(seeds[i], slot);
      // The score is never below point/weight, which spares most of the logarithms.
      if (point < bestScore * weights[i]) {
        double score = score(point, weights[i]);
        if (score < bestScore) {
          best = i;
          bestScore = score;
        }
      }
    }
    return best;
  }

  private static int slot(long key) {
    return (int) (key >>> (Long.SIZE - SLOT_BITS));
  }

  private static long slotSeed(int slot) {
    return mix(slot + 1);
  }

  /** Evenly distributed in 0 up to but not 1. */
  private static double point(long seed, long slot) {
    return (mix(seed ^ slot) >>> 11) * UNIT;
  }

  /**
   * Exponentially distributed with the weight as rate: the least of several is each target's with
   * odds in proportion to its weight. StrictMath, as gateways may run on different processors.
   */
  private static double score(double point, int weight) {
    return -StrictMath.log1p(-point) / weight;
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Placement placement
        && Arrays.equals(seeds, placement.seeds)
        && Arrays.equals(weights, placement.weights);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(seeds);
  }
}
