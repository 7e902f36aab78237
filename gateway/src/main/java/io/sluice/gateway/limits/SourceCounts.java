package io.sluice.gateway.limits;

import java.util.random.RandomGenerator;

/**
 * How many connections each source has. Touched twice a connection and never by a request, so that
 * short locks on parts of it do. Its memory follows the number of sources: 24 bytes each at most.
 */
final class SourceCounts {
  private static final int STRIPES = 64;

  /** Keys are clients' addresses: without it many could be chosen that meet in one place. */
  private final long seed = RandomGenerator.getDefault().nextLong();

  private final Stripe[] stripes = new Stripe[STRIPES];

  SourceCounts() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  /** Counts one more unless the source has {@code max} already; false then. */
  boolean enter(long source, int max) {
    long hash = hash(source);
    Stripe stripe = stripe(hash);
    synchronized (stripe) {
      return stripe.enter(source, (int) hash, max);
    }
  }

  /** Counts one less; the source was entered. */
  void leave(long source) {
    long hash = hash(source);
    Stripe stripe = stripe(hash);
    synchronized (stripe) {
      stripe.leave(source, (int) hash);
    }
  }

  /** How many sources have connections. */
  int sources() {
    int all = 0;
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        all += stripe.size;
      }
    }
    return all;
  }

  private Stripe stripe(long hash) {
    return stripes[(int) (hash >>> 58)];
  }

  private long hash(long source) {
    long hash = (source ^ seed) * 0x9e37_79b9_7f4a_7c15L;
    hash = (hash ^ hash >>> 32) * 0xd6e8_feb8_6659_fd93L;
    return hash ^ hash >>> 32;
  }

  /** A table with open addressing; a count of 0 is a free place. */
  private final class Stripe {
    private static final int SMALLEST = 8;

    private long[] keys = new long[SMALLEST];
    private int[] counts = new int[SMALLEST];
    private int size;

    boolean enter(long key, int hash, int max) {
      int at = find(key, hash);
      if (counts[at] >= max) {
        return false;
      }
      if (counts[at]++ == 0) {
        keys[at] = key;
        size++;
        if (size * 2 > counts.length) {
          resize(counts.length * 2);
        }
      }
      return true;
    }

    void leave(long key, int hash) {
      int at = find(key, hash);
      if (counts[at] == 0) {
        throw new IllegalStateException("a source leaves that was not there");
      }
      if (--counts[at] == 0) {
        size--;
        closeGap(at);
        if (counts.length > SMALLEST && size * 8 < counts.length) {
          resize(counts.length / 2);
        }
      }
    }

    private int find(long key, int hash) {
      int at = hash & counts.length - 1;
      while (counts[at] != 0 && keys[at] != key) {
        at = at + 1 & counts.length - 1;
      }
      return at;
    }

    /** Moves up those that would no longer be found behind a free place. */
    private void closeGap(int freed) {
      int mask = counts.length - 1;
      int gap = freed;
      for (int at = gap + 1 & mask; counts[at] != 0; at = at + 1 & mask) {
        int home = (int) hash(keys[at]) & mask;
        if ((at - home & mask) >= (at - gap & mask)) {
          keys[gap] = keys[at];
          counts[gap] = counts[at];
          counts[at] = 0;
          gap = at;
        }
      }
    }

    private void resize(int capacity) {
      long[] oldKeys = keys;
      int[] oldCounts = counts;
      keys = new long[capacity];
      counts = new int[capacity];
      for (int i = 0; i < oldCounts.length; i++) {
        if (oldCounts[i] != 0) {
          int at = find(oldKeys[i], (int) hash(oldKeys[i]));
          keys[at] = oldKeys[i];
          counts[at] = oldCounts[i];
        }
      }
    }
  }
}
