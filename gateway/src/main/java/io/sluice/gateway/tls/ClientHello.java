package io.sluice.gateway.tls;

import java.util.List;

/**
 * What a client asks for with its first message. Numbers are those of IANA's TLS registries.
 *
 * <p>Reading it needs no key: a listener that passes TLS on can be routed by it as well.
 */
public final class ClientHello {
  private final String serverName;
  private final List<String> protocols;
  private final int[] versions;
  private final int[] cipherSuites;
  private final int[] signatureSchemes;
  private final int[] groups;

  ClientHello(
      String serverName,
      List<String> protocols,
      int[] versions,
      int[] cipherSuites,
      int[] signatureSchemes,
      int[] groups) {
    this.serverName = serverName;
    this.protocols = protocols;
    this.versions = versions;
    this.cipherSuites = cipherSuites;
    this.signatureSchemes = signatureSchemes;
    this.groups = groups;
  }

  /** The host name of the SNI extension in lower case, without a dot at its end; or null. */
  public String serverName() {
    return serverName;
  }

  /** The application protocols offered (ALPN), best first; empty when the extension is missing. */
  public List<String> protocols() {
    return protocols;
  }

  /** Whether a version such as 0x0304 (TLS 1.3) is offered. */
  public boolean offersVersion(int version) {
    return contains(versions, version);
  }

  /** Whether a cipher suite is offered. */
  public boolean offersCipherSuite(int suite) {
    return contains(cipherSuites, suite);
  }

  /** Whether signatures of a scheme are understood. */
  public boolean acceptsSignature(int scheme) {
    return contains(signatureSchemes, scheme);
  }

  /** Whether a group is supported; a client that names none is taken to support all. */
  public boolean supportsGroup(int group) {
    return groups.length == 0 || contains(groups, group);
  }

  private static boolean contains(int[] values, int wanted) {
    for (int value : values) {
      if (value == wanted) {
        return true;
      }
    }
    return false;
  }
}
