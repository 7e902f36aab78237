package io.sluice.gateway.persistence;

import io.sluice.contracts.model.CookieKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Keys for tests. */
public final class Keys {
  private Keys() {}

  /** A key whose bytes are all its number. */
  public static CookieKey key(int number, Instant usedFrom) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) number);
    return new CookieKey(new UUID(9, number), Base64.getEncoder().encodeToString(secret), usedFrom);
  }

  /** A ring of keys that are all in their time; the last one seals. */
  public static KeyRing ring(int... numbers) {
    List<CookieKey> keys =
        IntStream.range(0, numbers.length)
            .mapToObj(i -> key(numbers[i], Instant.ofEpochSecond(i)))
            .toList();
    return KeyRing.of(keys);
  }
}
