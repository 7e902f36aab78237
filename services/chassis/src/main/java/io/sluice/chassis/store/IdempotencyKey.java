package io.sluice.chassis.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A client's key for a write that is to happen once.
 *
 * @param key 1-255 characters
 * @param request SHA-256 over what is asked, hexadecimal: the same key for something else is
 *     refused
 */
public record IdempotencyKey(String key, String request) {
  /** The key of a request to a path with a body. */
  public static IdempotencyKey of(String key, String path, byte[] body) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(path.getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) 0);
      return new IdempotencyKey(key, HexFormat.of().formatHex(sha256.digest(body)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
