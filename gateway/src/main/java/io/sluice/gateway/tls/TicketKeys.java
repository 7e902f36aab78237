package io.sluice.gateway.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that session tickets are encrypted with. One ring for all event loops, so that a client
 * resumes wherever it lands; the secrets are made here and never leave the process.
 *
 * <p>Each domain of resumption has keys of its own: a session made where no client certificate is
 * asked for cannot be resumed where one is.
 */
final class TicketKeys {
  /** How long a new ticket's key stays the newest. */
  static final Duration ROTATION = Duration.ofHours(1);

  /** How long a session can be resumed. */
  static final Duration LIFETIME = Duration.ofHours(2);

  /** A key is kept until the last ticket made with it has ended. */
  private static final int KEPT = 3;

  private static final int SECRET_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final Deque<byte[]> secrets = new ArrayDeque<>();

  TicketKeys() {
    rotate();
  }

  /** Makes a new key, which new tickets get, and forgets the oldest. */
  void rotate() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    secrets.addFirst(secret);
    if (secrets.size() > KEPT) {
      Arrays.fill(secrets.removeLast(), (byte) 0);
    }
  }

  /** The keys of a domain, the newest first. */
  OpenSslSessionTicketKey[] of(String domain) {
    return secrets.stream()
        .map(secret ->
            new OpenSslSessionTicketKey(
                derive(secret, "name", domain, OpenSslSessionTicketKey.NAME_SIZE),
                derive(secret, "hmac", domain, OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                derive(secret, "aes", domain, OpenSslSessionTicketKey.AES_KEY_SIZE)))
        .toArray(OpenSslSessionTicketKey[]::new);
  }

  private static byte[] derive(byte[] secret, String use, String domain, int size) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return Arrays.copyOf(mac.doFinal((use + ':' + domain).getBytes(UTF_8)), size);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
