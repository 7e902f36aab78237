package io.sluice.gateway.tls;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;

/** The kind of a certificate's key, with the signatures it can make. */
enum KeyType {
  RSA(List.of(0x0804, 0x0805, 0x0806), List.of(0x0401, 0x0501, 0x0601, 0x0804, 0x0805, 0x0806)),
  EC(List.of(0x0403, 0x0503, 0x0603), List.of(0x0403, 0x0503, 0x0603));

  private static final int SECP256R1 = 23;

  private final List<Integer> tls13Schemes;
  private final List<Integer> tls12Schemes;

  KeyType(List<Integer> tls13Schemes, List<Integer> tls12Schemes) {
    this.tls13Schemes = tls13Schemes;
    this.tls12Schemes = tls12Schemes;
  }

  /**
   * The type of a key.
   *
   * @throws IllegalArgumentException when it is neither RSA nor EC
   */
  static KeyType of(PublicKey key) {
    return switch (key) {
      case RSAPublicKey ignored -> RSA;
      case ECPublicKey ignored -> EC;
      default ->
          throw new IllegalArgumentException(
              "the key is " + key.getAlgorithm() + ", but must be RSA or EC");
    };
  }

  /** 0 for P-256, 1 for P-384, 2 for P-521; 0 for RSA. */
  static int curve(PublicKey key) {
    if (!(key instanceof ECPublicKey ec)) {
      return 0;
    }
    int bits = ec.getParams().getCurve().getField().getFieldSize();
    return bits <= 256 ? 0 : bits <= 384 ? 1 : 2;
  }

  /** Whether a client verifies such a signature in TLS 1.3, which ties a curve to its hash. */
  boolean inTls13(ClientHello hello, int curve) {
    return this == EC
        ? hello.acceptsSignature(tls13Schemes.get(curve))
        : tls13Schemes.stream().anyMatch(hello::acceptsSignature);
  }

  /** Whether a client verifies such a signature in TLS 1.2. */
  boolean inTls12(ClientHello hello, int curve) {
    return (this != EC || hello.supportsGroup(SECP256R1 + curve))
        && tls12Schemes.stream().anyMatch(hello::acceptsSignature);
  }
}
