package io.sluice.listeners.domain;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/** Private keys of certificates. */
final class PrivateKeys {
  static final int MIN_RSA_BITS = 2048;
  static final int MAX_RSA_BITS = 8192;
  static final String ALLOWED_KEYS = "a key of RSA with 2048-8192 bits or EC on P-256 or P-384";

  private static final String PKCS8 = "PRIVATE KEY";
  private static final String PKCS8_ENCRYPTED = "ENCRYPTED PRIVATE KEY";
  private static final List<String> TRADITIONAL = List.of("RSA PRIVATE KEY", "EC PRIVATE KEY");
  private static final List<String> CURVES = List.of("secp256r1", "secp384r1");
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final byte[] VERSION_0 = {2, 1, 0};
  private static final byte[] PROBE = "sluice".getBytes(StandardCharsets.US_ASCII);

  private PrivateKeys() {}

  /**
   * A key in PEM as PKCS#8 in PEM; PKCS#1 and SEC1 are converted.
   *
   * @param owner the public key that it must fit
   * @throws RefusedException when it is no key, encrypted, or of another certificate
   */
  static String read(String pem, PublicKey owner) {
    Pem.Block block = block(pem);
    byte[] der = block.label().equals(PKCS8) ? block.content() : wrapped(block.content(), owner);
    PrivateKey key;
    try {
      key =
          KeyFactory.getInstance(owner.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new RefusedException(
          "the certificate's own key; this is no valid key of " + owner.getAlgorithm());
    }
    if (!fits(key, owner)) {
      throw new RefusedException("the certificate's own key; this is the key of another");
    }
    return Pem.write(PKCS8, der);
  }

  static boolean isAllowedCurve(ECParameterSpec curve) {
    return CURVES.stream().map(PrivateKeys::curve).anyMatch(allowed -> same(allowed, curve));
  }

  private static Pem.Block block(String pem) {
    List<Pem.Block> all = Pem.blocks(pem);
    List<Pem.Block> keys =
        all == null ? List.of() : all.stream().filter(b -> b.label().contains("KEY")).toList();
    if (keys.size() != 1) {
      throw new RefusedException(
          "one key in PEM: -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----; there are "
              + keys.size());
    }
    Pem.Block key = keys.getFirst();
    boolean traditional = TRADITIONAL.contains(key.label());
    // The headers of an encrypted key in the old form are no base64.
    if (key.label().equals(PKCS8_ENCRYPTED) || (traditional && key.content() == null)) {
      throw new RefusedException(
          "a key without a passphrase: openssl pkey -in key.pem -out plain.pem removes it");
    }
    if (key.content() == null || !(traditional || key.label().equals(PKCS8))) {
      throw new RefusedException("a key in PKCS#8, PKCS#1 or SEC1; this is " + key.label());
    }
    return key;
  }

  /** PKCS#1 and SEC1 lack the algorithm, which is that of the public key. */
  private static byte[] wrapped(byte[] bare, PublicKey owner) {
    byte[] content = concat(VERSION_0, algorithm(owner.getEncoded()), der(OCTET_STRING, bare));
    return der(SEQUENCE, content);
  }

  /** A SubjectPublicKeyInfo is a sequence that begins with the AlgorithmIdentifier. */
  private static byte[] algorithm(byte[] publicKeyInfo) {
    int start = 1 + lengthBytes(publicKeyInfo, 1);
    int contentLength = publicKeyInfo[start + 1];
    return Arrays.copyOfRange(publicKeyInfo, start, start + 2 + contentLength);
  }

  private static int lengthBytes(byte[] der, int at) {
    return der[at] >= 0 ? 1 : 1 + (der[at] & 0x7F);
  }

  private static byte[] der(int tag, byte[] content) {
    int length = content.length;
    byte[] head =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return concat(head, content);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static boolean fits(PrivateKey key, PublicKey owner) {
    String algorithm = owner.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(PROBE);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(owner);
      verifying.update(PROBE);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static ECParameterSpec curve(String name) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(name));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }

  private static boolean same(ECParameterSpec a, ECParameterSpec b) {
    return a.getCurve().equals(b.getCurve())
        && a.getGenerator().equals(b.getGenerator())
        && a.getOrder().equals(b.getOrder())
        && a.getCofactor() == b.getCofactor();
  }
}
