package io.sluice.gateway.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM. */
final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private Pem() {}

  /**
   * Reads certificates.
   *
   * @throws GeneralSecurityException when there is none, or one cannot be read
   */
  static X509Certificate[] certificates(String pem) throws GeneralSecurityException {
    Collection<? extends Certificate> all =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
    if (all.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in the PEM text");
    }
    return all.toArray(X509Certificate[]::new);
  }

  /**
   * Reads a private key in PKCS#8, unencrypted.
   *
   * @throws GeneralSecurityException when there is none or it does not fit the certificate's kind
   */
  static PrivateKey privateKey(String pem, KeyType type) throws GeneralSecurityException {
    Matcher matcher = KEY.matcher(pem);
    if (!matcher.find()) {
      throw new GeneralSecurityException("there is no PKCS#8 private key in the PEM text");
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(matcher.group(1));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("the private key's Base64 is broken", e);
    }
    return KeyFactory.getInstance(type.name()).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /**
   * Makes sure that a key is the certificate's own.
   *
   * @throws GeneralSecurityException when it is not
   */
  static void requirePair(X509Certificate certificate, PrivateKey key, KeyType type)
      throws GeneralSecurityException {
    byte[] sample = {'s', 'l', 'u', 'i', 'c', 'e'};
    Signature signature =
        Signature.getInstance(type == KeyType.EC ? "SHA256withECDSA" : "SHA256withRSA");
    signature.initSign(key);
    signature.update(sample);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(sample);
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException("the private key is not the certificate's");
    }
  }
}
