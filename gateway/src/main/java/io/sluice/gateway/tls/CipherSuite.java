package io.sluice.gateway.tls;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The cipher suites that a policy may name: those of TLS 1.3, and of TLS 1.2 with ECDHE. */
enum CipherSuite {
  TLS_AES_128_GCM_SHA256(0x1301, null),
  TLS_AES_256_GCM_SHA384(0x1302, null),
  TLS_CHACHA20_POLY1305_SHA256(0x1303, null),
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xC02B, KeyType.EC),
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(0xC02F, KeyType.RSA),
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(0xC02C, KeyType.EC),
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384(0xC030, KeyType.RSA),
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256(0xCCA9, KeyType.EC),
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256(0xCCA8, KeyType.RSA),
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA(0xC009, KeyType.EC),
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA(0xC013, KeyType.RSA),
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA(0xC00A, KeyType.EC),
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA(0xC014, KeyType.RSA);

  /** All of TLS 1.3. */
  static final List<CipherSuite> TLS13 =
      Arrays.stream(values()).filter(CipherSuite::isTls13).toList();

  /** Those of TLS 1.2 that have forward secrecy and authenticate what they encrypt. */
  static final List<CipherSuite> TLS12_AEAD =
      Arrays.stream(values())
          .filter(suite -> !suite.isTls13() && !suite.name().contains("_CBC_"))
          .toList();

  private final int code;
  private final KeyType key;

  CipherSuite(int code, KeyType key) {
    this.code = code;
    this.key = key;
  }

  /** IANA's number. */
  int code() {
    return code;
  }

  boolean isTls13() {
    return key == null;
  }

  /** Whether it works with a certificate's key. */
  boolean worksWith(KeyType certificate) {
    return key == null || key == certificate;
  }

  /** By IANA's name. */
  static Optional<CipherSuite> named(String name) {
    return Arrays.stream(values()).filter(suite -> suite.name().equals(name)).findFirst();
  }
}
