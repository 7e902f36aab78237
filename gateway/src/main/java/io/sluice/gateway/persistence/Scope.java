package io.sluice.gateway.persistence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** What a cookie is for. One that was sealed for another scope cannot be opened. */
public final class Scope {
  /** The backend services of weighted forwards. */
  public static final Scope GROUP = new Scope(new byte[] {2});

  private static final byte TARGET = 1;
  private static final byte COMPANION = 3;
  private static final int ID_BYTES = 16;
  private static final int DIGEST_BYTES = 32;

  private final byte[] bytes;

  private Scope(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The targets of a backend service. */
  public static Scope targetsOf(UUID serviceId) {
    return new Scope(ofService(TARGET, serviceId, 0));
  }

  /** The targets of a backend service, together with one value of an application's cookie. */
  public static Scope companionOf(UUID serviceId, String applicationValue) {
    byte[] bytes = ofService(COMPANION, serviceId, DIGEST_BYTES);
    System.arraycopy(digest(applicationValue), 0, bytes, 1 + ID_BYTES, DIGEST_BYTES);
    return new Scope(bytes);
  }

  private static byte[] ofService(byte kind, UUID serviceId, int more) {
    byte[] bytes = new byte[1 + ID_BYTES + more];
    bytes[0] = kind;
    CookieSeal.put(bytes, 1, serviceId.getMostSignificantBits(), 8);
    CookieSeal.put(bytes, 9, serviceId.getLeastSignificantBits(), 8);
    return bytes;
  }

  private static byte[] digest(String text) {
    byte[] bytes = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      CookieSeal.put(bytes, 2 * i, text.charAt(i), 2);
    }
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What differs from scope to scope; not to be changed. */
  byte[] bytes() {
    return bytes;
  }
}
