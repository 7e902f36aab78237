package io.sluice.bridge.domain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a webhook: {@code v1=} and the HMAC-SHA256, in hexadecimal, of the time, a dot
 * and the body as it was sent.
 */
public final class WebhookSignature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String VERSION = "v1=";
  private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,11}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");

  /** A sender that rotates signs with two secrets; more are of no use, and cost time. */
  private static final int MOST_SIGNATURES = 4;

  private WebhookSignature() {}

  /**
   * Signs.
   *
   * @param timestamp seconds since 1970, as in the header
   * @return the signature, with its version
   */
  public static String sign(String secret, String timestamp, byte[] body) {
    return VERSION + HexFormat.of().formatHex(hmac(secret, timestamp, body));
  }

  /**
   * Whether one of the signatures is right and the time is near. The time it takes does not depend
   * on how much of a signature is right, nor on which secret it was made with.
   *
   * @param timestamp the header, or null
   * @param signatures the header: one or more, separated by commas, or null
   * @param secrets those that are good now
   * @param window how far the time may be from now, either way
   */
  public static boolean verify(
      String timestamp,
      String signatures,
      byte[] body,
      List<String> secrets,
      Duration window,
      Instant now) {
    if (timestamp == null || signatures == null) {
      return false;
    }
    Optional<Instant> time = time(timestamp);
    if (time.isEmpty() || Duration.between(time.get(), now).abs().compareTo(window) > 0) {
      return false;
    }
    boolean right = false;
    for (String secret : secrets) {
      byte[] expected = hmac(secret, timestamp, body);
      String[] given = signatures.split(",", MOST_SIGNATURES + 1);
      for (int i = 0; i < Math.min(given.length, MOST_SIGNATURES); i++) {
        right |= MessageDigest.isEqual(expected, digest(given[i].strip()));
      }
    }
    return right;
  }

  private static Optional<Instant> time(String timestamp) {
    if (!TIMESTAMP.matcher(timestamp).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(timestamp)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The bytes of a signature; none when it is malformed, which equals no digest. */
  private static byte[] digest(String signature) {
    if (!signature.startsWith(VERSION)) {
      return new byte[0];
    }
    String hex = signature.substring(VERSION.length());
    return DIGEST.matcher(hex).matches() ? HexFormat.of().parseHex(hex) : new byte[0];
  }

  private static byte[] hmac(String secret, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update(timestamp.getBytes(StandardCharsets.US_ASCII));
      mac.update((byte) '.');
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
