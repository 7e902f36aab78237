package io.sluice.listeners.domain;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Certificates of a PEM text, and what makes a chain of them. */
final class Chain {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final int DNS_NAME = 2;

  private Chain() {}

  /**
   * Reads certificates.
   *
   * @param max the most there may be
   * @throws RefusedException when it is not PEM, holds something else, or too many
   */
  static List<X509Certificate> read(String pem, int max) {
    List<Pem.Block> blocks = Pem.blocks(pem);
    if (blocks == null || blocks.isEmpty()) {
      throw new RefusedException("PEM: -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----");
    }
    if (blocks.size() > max) {
      throw new RefusedException("at most " + max + " certificates; these are " + blocks.size());
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      certificates.add(read(blocks.get(i), i + 1));
    }
    return certificates;
  }

  /** Certificates as PEM and nothing else. */
  static String write(List<X509Certificate> certificates) {
    StringBuilder pem = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      try {
        pem.append(Pem.write(CERTIFICATE, certificate.getEncoded()));
      } catch (CertificateException e) {
        throw new IllegalStateException("a certificate that was read has bytes", e);
      }
    }
    return pem.toString();
  }

  /**
   * Sees to it that each certificate is signed by the next.
   *
   * @throws RefusedException that names the first that is not
   */
  static void checkOrder(List<X509Certificate> chain) {
    for (int i = 0; i + 1 < chain.size(); i++) {
      X509Certificate signed = chain.get(i);
      X509Certificate signer = chain.get(i + 1);
      if (signed.equals(signer) || !isSignedBy(signed, signer)) {
        throw new RefusedException(
            "the leaf first, then each certificate's issuer: certificate %d (%s) is not signed by certificate %d (%s)"
                .formatted(i + 1, subject(signed), i + 2, subject(signer)));
      }
    }
  }

  /**
   * Refuses what is no longer valid.
   *
   * @throws RefusedException that names the certificate
   */
  static void checkNotExpired(List<X509Certificate> chain, Instant now) {
    for (X509Certificate certificate : chain) {
      Instant end = certificate.getNotAfter().toInstant();
      if (end.isBefore(now)) {
        throw new RefusedException(
            "certificates that have not expired: %s expired at %s"
                .formatted(subject(certificate), end));
      }
    }
  }

  /**
   * The type of a key that gateways can serve with: RSA or EC.
   *
   * @throws RefusedException for every other key
   */
  static String servingKeyType(PublicKey key) {
    if (key instanceof RSAPublicKey rsa && "RSA".equals(rsa.getAlgorithm())) {
      int bits = rsa.getModulus().bitLength();
      if (bits >= PrivateKeys.MIN_RSA_BITS && bits <= PrivateKeys.MAX_RSA_BITS) {
        return "RSA";
      }
      throw new RefusedException(PrivateKeys.ALLOWED_KEYS + "; this is RSA with " + bits + " bits");
    }
    if (key instanceof ECPublicKey ec && PrivateKeys.isAllowedCurve(ec.getParams())) {
      return "EC";
    }
    throw new RefusedException(PrivateKeys.ALLOWED_KEYS + "; this is " + key.getAlgorithm());
  }

  /** DNS names of the subject alternative names, lower case. */
  static List<String> names(X509Certificate leaf) {
    try {
      Collection<List<?>> all = leaf.getSubjectAlternativeNames();
      return all == null
          ? List.of()
          : all.stream()
              .filter(name -> name.get(0).equals(DNS_NAME))
              .map(name -> ((String) name.get(1)).toLowerCase(Locale.ROOT))
              .distinct()
              .toList();
    } catch (CertificateException e) {
      throw new RefusedException("a leaf whose subject alternative names can be read");
    }
  }

  private static X509Certificate read(Pem.Block block, int number) {
    if (block.label().contains("PRIVATE KEY")) {
      throw new RefusedException("certificates only; a private key belongs into privateKeyPem");
    }
    if (!block.label().equals(CERTIFICATE)) {
      throw new RefusedException(
          "blocks of CERTIFICATE only; block %d is %s".formatted(number, block.label()));
    }
    if (block.content() != null) {
      try {
        return (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(block.content()));
      } catch (CertificateException e) {
        // Refused below: what the library says of broken DER helps nobody.
      }
    }
    throw new RefusedException("X.509 certificates; block " + number + " is none");
  }

  private static boolean isSignedBy(X509Certificate signed, X509Certificate signer) {
    if (!signed.getIssuerX500Principal().equals(signer.getSubjectX500Principal())) {
      return false;
    }
    try {
      signed.verify(signer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }
}
