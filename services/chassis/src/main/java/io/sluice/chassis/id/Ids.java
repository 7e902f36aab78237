package io.sluice.chassis.id;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Ids of resources: UUID version 7 (RFC 9562), so that their order is the order of creation and new
 * rows go to the end of an index.
 */
public final class Ids {
  private static final Pattern TEXT =
      Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
  private static final int COUNTER_BITS = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Milliseconds and a counter within them; never goes back, so ids of one process ascend. */
  private static long last;

  private Ids() {}

  /** A new id, greater than all this process made before. */
  public static UUID next() {
    long now = System.currentTimeMillis() << COUNTER_BITS;
    long stamp;
    synchronized (Ids.class) {
      last = Math.max(now, last + 1);
      stamp = last;
    }
    long millis = stamp >>> COUNTER_BITS;
    long counter = stamp & 0xFFF;
    return new UUID(
        millis << 16 | 0x7000 | counter, RANDOM.nextLong() >>> 2 | 0x8000_0000_0000_0000L);
  }

  /** The id that a text writes in full, or null: {@link UUID#fromString} takes short forms too. */
  public static UUID parse(String text) {
    return TEXT.matcher(text).matches() ? UUID.fromString(text) : null;
  }
}
