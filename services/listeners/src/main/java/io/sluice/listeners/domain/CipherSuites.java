package io.sluice.listeners.domain;

import java.util.List;

/** TLS versions and cipher suites that gateways know, whichever TLS library they use. */
public final class CipherSuites {
  /** Versions. */
  public static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");

  /** Suites of TLS 1.3. */
  public static final List<String> TLS_1_3 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** Suites of TLS 1.2, all with forward secrecy; those with CBC are for old clients only. */
  public static final List<String> TLS_1_2 =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");

  private CipherSuites() {}

  /** The suites of a version. */
  static List<String> of(String version) {
    return version.equals("TLSv1.3") ? TLS_1_3 : TLS_1_2;
  }
}
