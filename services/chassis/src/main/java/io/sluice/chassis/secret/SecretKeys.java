package io.sluice.chassis.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for the database: AES-256-GCM, with the id of the object that a secret belongs to
 * as associated data, so that no row can be given another's. The first key seals, every key opens.
 */
public final class SecretKeys {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int NAME_BYTES = 6;
  private static final String FORM = "v1";

  private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
  private final String sealing;
  private final SecureRandom random;

  private SecretKeys(List<byte[]> all, SecureRandom random) {
    all.forEach(key -> keys.put(name(key), new SecretKeySpec(key, "AES")));
    this.sealing = keys.keySet().iterator().next();
    this.random = random;
  }

  /**
   * Reads keys, one a line in base64; empty lines and lines with {@code #} in front are left out.
   *
   * @throws IllegalArgumentException when there is none, or one is not 32 bytes
   */
  public static SecretKeys parse(String text, SecureRandom random) {
    List<byte[]> all =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(SecretKeys::key)
            .toList();
    if (all.isEmpty()) {
      throw new IllegalArgumentException("there is no key in it");
    }
    return new SecretKeys(all, random);
  }

  /**
   * Reads keys from a file.
   *
   * @param setting the setting that names the file, for the message
   * @throws IllegalStateException when the file cannot be read or used
   */
  public static SecretKeys read(Path file, String setting) {
    try {
      return parse(Files.readString(file), new SecureRandom());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          setting + ": " + file + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Seals a secret of an object. */
  public String seal(UUID owner, String secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, sealing, nonce, owner);
      byte[] sealed = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return FORM + ":" + sealing + ":" + base64(nonce) + ":" + base64(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /** Opens a sealed secret of an object; empty when no key does, or it was tampered with. */
  public Optional<String> open(UUID owner, String sealed) {
    String[] parts = sealed.split(":", -1);
    if (parts.length != 4 || !parts[0].equals(FORM) || !keys.containsKey(parts[1])) {
      return Optional.empty();
    }
    try {
      Cipher cipher =
          cipher(Cipher.DECRYPT_MODE, parts[1], Base64.getDecoder().decode(parts[2]), owner);
      byte[] secret = cipher.doFinal(Base64.getDecoder().decode(parts[3]));
      return Optional.of(new String(secret, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, String key, byte[] nonce, UUID owner)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, keys.get(key), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(owner.getMostSignificantBits())
            .putLong(owner.getLeastSignificantBits())
            .array());
    return cipher;
  }

  private static byte[] key(String line) {
    try {
      byte[] key = Base64.getDecoder().decode(line);
      if (key.length == KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // Refused below, without the text: it may be a key with a slip of the pen.
    }
    throw new IllegalArgumentException("a line is not the base64 of 32 bytes");
  }

  /** Which key a secret was sealed with, without telling anything about the key. */
  private static String name(byte[] key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return base64(Arrays.copyOf(digest, NAME_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
