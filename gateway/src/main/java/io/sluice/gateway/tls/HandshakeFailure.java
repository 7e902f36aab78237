package io.sluice.gateway.tls;

/** Why a handshake did not succeed. */
public enum HandshakeFailure {
  /** HTTP without TLS was sent. */
  PLAINTEXT,
  /** What came first is no ClientHello. */
  MALFORMED_HELLO,
  /** The ClientHello is larger than 16 KiB. */
  HELLO_TOO_LARGE,
  /** The listener has no certificate that can be used. */
  NO_CERTIFICATE,
  /** The client offers application protocols, and none that is spoken here. */
  NO_APPLICATION_PROTOCOL,
  /** No version, cipher suite or group in common. */
  NOTHING_IN_COMMON,
  /** The client's certificate is missing, not trusted or out of date. */
  CLIENT_CERTIFICATE,
  /** The client sent an alert, as when it does not trust the certificate. */
  CLIENT_ALERT,
  /** The client closed the connection. */
  CLIENT_CLOSED,
  /** The listener was removed, or the gateway stops. */
  GATEWAY_CLOSED,
  /** Not complete within the listener's time. */
  TIMEOUT,
  /** As many handshakes as the listener allows were under way. */
  TOO_MANY,
  /** The client broke the protocol in another way. */
  PROTOCOL
}
