package io.sluice.gateway.persistence;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals choices into values of cookies, and opens them: AES-256-GCM with random nonces. A value is
 * base64url, without padding, of
 *
 * <pre>
 *  0     version, 1
 *  1-4   number of the key
 *  5-16  nonce
 * 17-37  sealed: 16 bytes of the choice, 5 of the time in seconds since 1970
 * 38-53  tag
 * </pre>
 *
 * and therefore always as long. The tag also covers version, number, and the scope that the value
 * is for. Used by one thread at a time.
 */
public final class CookieSeal {
  /** Characters of a value. */
  public static final int LENGTH = 72;

  private static final int VERSION = 1;
  private static final int HEAD = 5;
  private static final int NONCE = 12;
  private static final int PLAIN = 21;
  private static final int TAG = 16;
  private static final int SEALED_AT = HEAD + NONCE;
  private static final int BYTES = SEALED_AT + PLAIN + TAG;

  /** Nonces are drawn so many at a time: each draw takes a lock that all threads share. */
  private static final int NONCES = 64;

  private final SecureRandom random;
  private final Cipher cipher;
  private final byte[] nonces = new byte[NONCE * NONCES];
  private int nextNonce = nonces.length;

  /**
   * A seal of its own for a thread.
   *
   * @param random draws nonces
   */
  public CookieSeal(SecureRandom random) {
    this.random = random;
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /**
   * Seals a choice.
   *
   * @param ring has a key that seals now
   */
  public String seal(KeyRing ring, Scope scope, UUID choice, long nowMillis) {
    KeyRing.Key key = ring.sealing(nowMillis);
    byte[] bytes = new byte[BYTES];
    bytes[0] = VERSION;
    put(bytes, 1, key.number(), 4);
    System.arraycopy(nonces, drawNonce(), bytes, HEAD, NONCE);
    byte[] plain = new byte[PLAIN];
    put(plain, 0, choice.getMostSignificantBits(), 8);
    put(plain, 8, choice.getLeastSignificantBits(), 8);
    put(plain, 16, nowMillis / 1_000, 5);
    try {
      begin(Cipher.ENCRYPT_MODE, key, bytes, scope);
      cipher.doFinal(plain, 0, PLAIN, bytes, SEALED_AT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a cookie cannot be sealed", e);
    }
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  /** Opens a value, whatever it is; one that is not right has a flaw. */
  public Ticket open(KeyRing ring, Scope scope, String value) {
    byte[] bytes = decode(value);
    if (bytes == null || bytes[0] != VERSION) {
      return Ticket.ignored(CookieEvent.MALFORMED);
    }
    KeyRing.Key key = ring.numbered((int) get(bytes, 1, 4));
    if (key == null) {
      return Ticket.ignored(CookieEvent.UNKNOWN_KEY);
    }
    byte[] plain;
    try {
      begin(Cipher.DECRYPT_MODE, key, bytes, scope);
      plain = cipher.doFinal(bytes, SEALED_AT, PLAIN + TAG);
    } catch (GeneralSecurityException e) {
      return Ticket.ignored(CookieEvent.FORGED);
    }
    return new Ticket(new UUID(get(plain, 0, 8), get(plain, 8, 8)), get(plain, 16, 5), null);
  }

  private void begin(int mode, KeyRing.Key key, byte[] bytes, Scope scope)
      throws GeneralSecurityException {
    cipher.init(mode, key.secret(), new GCMParameterSpec(TAG * Byte.SIZE, bytes, HEAD, NONCE));
    cipher.updateAAD(bytes, 0, HEAD);
    cipher.updateAAD(scope.bytes());
  }

  private static byte[] decode(String value) {
    if (value.length() != LENGTH) {
      return null;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(value);
      return bytes.length == BYTES ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private int drawNonce() {
    if (nextNonce == nonces.length) {
      random.nextBytes(nonces);
      nextNonce = 0;
    }
    int drawn = nextNonce;
    nextNonce += NONCE;
    return drawn;
  }

  static void put(byte[] bytes, int at, long number, int count) {
    for (int i = 0; i < count; i++) {
      bytes[at + i] = (byte) (number >>> Byte.SIZE * (count - 1 - i));
    }
  }

  private static long get(byte[] bytes, int at, int count) {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number = number << Byte.SIZE | bytes[at + i] & 0xff;
    }
    return number;
  }
}
