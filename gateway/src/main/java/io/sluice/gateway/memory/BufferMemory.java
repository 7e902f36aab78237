package io.sluice.gateway.memory;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;

/**
 * How full the memory of socket buffers is: that of {@link PooledByteBufAllocator#DEFAULT}, whose
 * bound is the JVM's for direct memory (by default the largest heap). May be asked from any thread.
 *
 * <p>Thousands of clients that ask for much and read nothing would otherwise fill it, and then no
 * connection could read.
 */
public final class BufferMemory {
  /** Refreshed when so many bytes were allocated; a look at the pool costs about a microsecond. */
  private static final int REFRESH_BYTES = 1 << 20;

  private static final long BOUND = PlatformDependent.maxDirectMemory();

  // Written by several event loops without a lock: a lost addition only delays the next look.
  private static int allocated;
  private static volatile Supply supply = Supply.AMPLE;

  private BufferMemory() {}

  /** What is left of the memory. */
  public enum Supply {
    /** Half or more. */
    AMPLE(256 * 1024),
    /** A quarter to a half. */
    SHORT(16 * 1024),
    /** Less than a quarter. */
    SCARCE(4 * 1024);

    private final int maxRead;

    Supply(int maxRead) {
      this.maxRead = maxRead;
    }

    /** Most bytes that a connection reads at once. */
    int maxRead() {
      return maxRead;
    }
  }

  /** How much is left, as of the last look. */
  public static Supply supply() {
    return supply;
  }

  /** Notes an allocation, and looks again after enough of them. */
  static void allocating(int bytes) {
    allocated += bytes;
    if (allocated > REFRESH_BYTES || allocated < 0) {
      allocated = 0;
      refresh();
    }
  }

  /** Looks now. */
  public static void refresh() {
    supply = supply(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory(), BOUND);
  }

  /** What is left when {@code used} bytes of {@code bound} are used. */
  static Supply supply(long used, long bound) {
    if (used <= bound / 2) {
      return Supply.AMPLE;
    }
    return used <= bound / 4 * 3 ? Supply.SHORT : Supply.SCARCE;
  }
}
