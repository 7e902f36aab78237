package io.sluice.gateway.proxyprotocol;

/** Types of TLVs and of the SSL type's own. */
final class Tlv {
  static final int ALPN = 0x01;
  static final int AUTHORITY = 0x02;
  static final int CRC32C = 0x03;
  static final int UNIQUE_ID = 0x05;
  static final int SSL = 0x20;
  static final int SSL_VERSION = 0x21;
  static final int SSL_CN = 0x22;
  static final int SSL_CIPHER = 0x23;
  static final int SSL_SIG_ALG = 0x24;
  static final int SSL_KEY_ALG = 0x25;
  static final int NETNS = 0x30;

  static final int CLIENT_SSL = 0x01;
  static final int CLIENT_CERT_CONN = 0x02;
  static final int CLIENT_CERT_SESS = 0x04;

  private Tlv() {}
}
