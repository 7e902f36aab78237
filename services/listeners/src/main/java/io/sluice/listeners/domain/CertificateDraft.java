package io.sluice.listeners.domain;

import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.Certificate;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * A certificate as its author wrote it; null where nothing was written.
 *
 * @param name 1-63 characters, unique in the suite; required
 * @param description at most 256 characters; empty by default
 * @param certificatePem PEM: the chain with the leaf first, at most 10 certificates; without a key
 *     1-200 authorities; required
 * @param privateKeyPem PEM: the leaf's key; none: an authority. A change that leaves it out keeps
 *     the key there is
 */
public record CertificateDraft(
    String name, String description, String certificatePem, String privateKeyPem) {
  /** Characters of {@code certificatePem}. */
  public static final int MAX_CERTIFICATE = 512 * 1024;

  /** Characters of {@code privateKeyPem}. */
  public static final int MAX_KEY = 16 * 1024;

  /** Stands for a stored key that no secret key opens. */
  public static final String UNREADABLE_KEY = "";

  private static final int MAX_CHAIN = 10;
  private static final int MAX_AUTHORITIES = 200;
  private static final String CERTIFICATE = "certificatePem";
  private static final String KEY = "privateKeyPem";

  /** What stands in messages for what is not to be seen. */
  private static final String HIDDEN = "(not shown)";

  /**
   * The value; to be used only when nothing was added to the violations.
   *
   * @param before what it replaces, or null
   */
  public Certificate validate(UUID id, Certificate before, Instant now, Violations violations) {
    if (certificatePem == null) {
      violations.add(CERTIFICATE, null, "required: certificates in PEM, the leaf first");
      return null;
    }
    boolean authority = before == null ? privateKeyPem == null : before.authority();
    if (authority && privateKeyPem != null) {
      violations.add(
          KEY,
          HIDDEN,
          "none: it was created without a key (immutable; create another certificate)");
      return null;
    }
    try {
      List<X509Certificate> chain =
          Chain.read(certificatePem, authority ? MAX_AUTHORITIES : MAX_CHAIN);
      String pem = Chain.write(chain);
      boolean changed = before == null || !pem.equals(before.certificatePem());
      return authority
          ? authority(id, chain, pem, changed ? now : Instant.MIN)
          : withKey(id, chain, pem, before, changed ? now : Instant.MIN, violations);
    } catch (RefusedException e) {
      violations.add(CERTIFICATE, certificatePem.lines().findFirst().orElse(""), e.getMessage());
      return null;
    }
  }

  private Certificate authority(UUID id, List<X509Certificate> trusted, String pem, Instant now) {
    Chain.checkNotExpired(trusted, now);
    X509Certificate first = trusted.getFirst();
    Instant end =
        trusted.stream()
            .map(certificate -> certificate.getNotAfter().toInstant())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return new Certificate(
        id,
        name,
        description,
        pem,
        null,
        List.of(),
        first.getPublicKey().getAlgorithm(),
        first.getNotBefore().toInstant(),
        end,
        fingerprint(first));
  }

  private Certificate withKey(
      UUID id,
      List<X509Certificate> chain,
      String pem,
      Certificate before,
      Instant now,
      Violations violations) {
    X509Certificate leaf = chain.getFirst();
    String keyType = Chain.servingKeyType(leaf.getPublicKey());
    Chain.checkOrder(chain);
    Chain.checkNotExpired(chain, now);
    return new Certificate(
        id,
        name,
        description,
        pem,
        key(leaf, before, violations),
        Chain.names(leaf),
        keyType,
        leaf.getNotBefore().toInstant(),
        leaf.getNotAfter().toInstant(),
        fingerprint(leaf));
  }

  private String key(X509Certificate leaf, Certificate before, Violations violations) {
    try {
      return PrivateKeys.read(
          privateKeyPem == null ? before.privateKeyPem() : privateKeyPem, leaf.getPublicKey());
    } catch (RefusedException e) {
      violations.add(
          KEY,
          privateKeyPem == null ? null : HIDDEN,
          privateKeyPem == null ? missing(before) : e.getMessage());
      return null;
    }
  }

  private static String missing(Certificate before) {
    return before.privateKeyPem().equals(UNREADABLE_KEY)
        ? "the key again: the stored one cannot be opened with this service's secret keys"
        : "required: the key of the new certificate";
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
