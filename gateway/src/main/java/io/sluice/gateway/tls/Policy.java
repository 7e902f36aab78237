package io.sluice.gateway.tls;

import java.util.ArrayList;
import java.util.List;

/**
 * Versions and cipher suites that are spoken.
 *
 * @param versions some of {@code TLSv1.3} and {@code TLSv1.2}
 * @param suites best first; there are some for each version
 */
record Policy(List<String> versions, List<CipherSuite> suites) {
  static final String TLS13 = "TLSv1.3";
  static final String TLS12 = "TLSv1.2";
  private static final int CODE_TLS13 = 0x0304;
  private static final int CODE_TLS12 = 0x0303;

  /** TLS 1.3 alone. */
  static final Policy MODERN = new Policy(List.of(TLS13), CipherSuite.TLS13);

  /** TLS 1.3, and TLS 1.2 with forward secrecy and authenticated encryption. */
  static final Policy INTERMEDIATE = of(List.of(TLS13, TLS12), List.of());

  /**
   * A policy of one's own.
   *
   * @param suites IANA's names; for a version for which none is named all good ones are taken
   * @throws IllegalArgumentException when a name is not known, or no version is left
   */
  static Policy of(List<String> versions, List<String> suites) {
    List<CipherSuite> named = new ArrayList<>();
    for (String name : suites) {
      named.add(
          CipherSuite.named(name)
              .orElseThrow(
                  () -> new IllegalArgumentException("cipher suite " + name + " is not known")));
    }
    List<String> ordered = new ArrayList<>();
    List<CipherSuite> all = new ArrayList<>();
    for (String version : List.of(TLS13, TLS12)) {
      if (versions.contains(version)) {
        boolean tls13 = version.equals(TLS13);
        List<CipherSuite> own = named.stream().filter(suite -> suite.isTls13() == tls13).toList();
        ordered.add(version);
        all.addAll(!own.isEmpty() ? own : tls13 ? CipherSuite.TLS13 : CipherSuite.TLS12_AEAD);
      }
    }
    if (ordered.isEmpty()) {
      throw new IllegalArgumentException("the policy has neither TLSv1.3 nor TLSv1.2");
    }
    return new Policy(List.copyOf(ordered), List.copyOf(all));
  }

  /** Whether all cipher suites of TLS 1.3 are wanted, or that version is not. */
  boolean takesAllOfTls13() {
    return !versions.contains(TLS13) || suites.containsAll(CipherSuite.TLS13);
  }

  List<String> suiteNames() {
    return suites.stream().map(CipherSuite::name).toList();
  }

  /**
   * Whether a handshake with a certificate can succeed.
   *
   * @param curve as of {@link KeyType#curve}
   */
  boolean suits(ClientHello hello, KeyType key, int curve) {
    if (versions.contains(TLS13) && hello.offersVersion(CODE_TLS13)) {
      return key.inTls13(hello, curve);
    }
    return versions.contains(TLS12)
        && hello.offersVersion(CODE_TLS12)
        && key.inTls12(hello, curve)
        && suites.stream()
            .anyMatch(suite ->
                !suite.isTls13() && suite.worksWith(key) && hello.offersCipherSuite(suite.code()));
  }
}
