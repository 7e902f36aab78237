package io.sluice.gateway.proxyprotocol;

import java.util.HexFormat;

/**
 * What a header of version 2 says beside addresses; null where it says nothing. Types that are not
 * known are passed over.
 *
 * @param alpn the application protocol agreed on by ALPN
 * @param authority the host name that the client asked for, as by SNI
 * @param uniqueId 1-128 bytes that the sender names the connection by
 * @param ssl how the client came by TLS
 * @param namespace name of the network namespace
 * @param checked whether it had a checksum, which was right
 */
public record ProxyTlvs(
    String alpn, String authority, UniqueId uniqueId, Ssl ssl, String namespace, boolean checked) {
  /** Nothing is said. */
  public static final ProxyTlvs NONE = new ProxyTlvs(null, null, null, null, null, false);

  /**
   * How the client came by TLS.
   *
   * @param overTls whether it did
   * @param certificateOnConnection whether it showed a certificate on this connection
   * @param certificateInSession whether it showed one in this TLS session
   * @param verified whether that certificate was found good
   * @param version of TLS, such as {@code TLSv1.3}, or null
   * @param commonName of the certificate, or null
   * @param cipher the cipher suite, or null
   * @param signatureAlgorithm of the sender's own certificate, or null
   * @param keyAlgorithm of the sender's own certificate, or null
   */
  public record Ssl(
      boolean overTls,
      boolean certificateOnConnection,
      boolean certificateInSession,
      boolean verified,
      String version,
      String commonName,
      String cipher,
      String signatureAlgorithm,
      String keyAlgorithm) {}

  /**
   * A connection's name, which may be any bytes.
   *
   * @param hex two lower-case digits a byte
   */
  public record UniqueId(String hex) {
    static UniqueId of(byte[] bytes) {
      return new UniqueId(HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
      return HexFormat.of().parseHex(hex);
    }
  }
}
