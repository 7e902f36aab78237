package io.sluice.bridge.domain;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * The secrets of a webhook source. After a rotation the one before stays good for a while, so that
 * its sender can be changed without a lost event.
 *
 * @param current 32-256 characters
 * @param previous the one before, or null
 * @param previousUntil until when the one before is good, or null
 */
public record Secrets(String current, String previous, Instant previousUntil) {
  private static final int RANDOM_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A first secret. */
  public static Secrets of(String secret) {
    return new Secrets(secret, null, null);
  }

  /** A new secret: 256 random bits, in hexadecimal. */
  public static String generate() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** These after a rotation; the current one stays good until then. */
  public Secrets rotate(String next, Instant currentUntil) {
    return new Secrets(next, current, currentUntil);
  }

  /** Those that are good at a time. */
  public List<String> good(Instant now) {
    return previous != null && now.isBefore(previousUntil)
        ? List.of(current, previous)
        : List.of(current);
  }
}
