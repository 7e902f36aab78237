package io.sluice.gateway.persistence;

import io.sluice.contracts.model.CookieKey;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of cookies. The newest whose time has come seals; each opens what was sealed with it, so
 * a key that is published before its time is known everywhere when the first gateway uses it.
 * Immutable.
 */
public final class KeyRing {
  /** No key: nothing can be sealed or opened. */
  public static final KeyRing EMPTY = new KeyRing(new Key[0]);

  private static final int SECRET_BYTES = 32;

  private final Key[] newestFirst;

  private KeyRing(Key[] newestFirst) {
    this.newestFirst = newestFirst;
  }

  /** One key: its number in cookies, from when on it seals, and its secret. */
  record Key(int number, long usedFromMillis, SecretKeySpec secret) {}

  /** The ring of some keys. One whose secret has another form is left out. */
  public static KeyRing of(Collection<CookieKey> keys) {
    return new KeyRing(
        keys.stream()
            .map(KeyRing::key)
            .filter(key -> key != null)
            .sorted(
                Comparator.comparingLong(Key::usedFromMillis)
                    .thenComparingInt(Key::number)
                    .reversed())
            .toArray(Key[]::new));
  }

  private static Key key(CookieKey key) {
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(key.secret());
    } catch (IllegalArgumentException e) {
      return null;
    }
    return secret.length != SECRET_BYTES
        ? null
        : new Key(
            (int) key.id().getLeastSignificantBits(),
            key.usedFrom().toEpochMilli(),
            new SecretKeySpec(secret, "AES"));
  }

  /** Whether something can be sealed. */
  public boolean seals(long nowMillis) {
    return sealing(nowMillis) != null;
  }

  /** The key to seal with, or null when there is none. */
  Key sealing(long nowMillis) {
    for (Key key : newestFirst) {
      if (key.usedFromMillis <= nowMillis) {
        return key;
      }
    }
    return null;
  }

  /** The key of a number, or null. */
  Key numbered(int number) {
    for (Key key : newestFirst) {
      if (key.number == number) {
        return key;
      }
    }
    return null;
  }
}
