package io.sluice.gateway.tls;

import java.util.UUID;

/** Takes note of handshakes on one event loop; called on its thread alone, and never blocks. */
public interface TlsObserver {
  /** Takes note of nothing. */
  TlsObserver NONE =
      new TlsObserver() {
        @Override
        public void handshakeBegan(UUID listenerId) {}

        @Override
        public void handshakeSucceeded(UUID listenerId, TlsConnection connection, long nanos) {}

        @Override
        public void handshakeFailed(UUID listenerId, HandshakeFailure failure) {}

        @Override
        public void helloRefused(UUID listenerId, HandshakeFailure failure) {}
      };

  /** A connection was accepted and begins with a handshake. */
  void handshakeBegan(UUID listenerId);

  /**
   * A handshake that began has succeeded.
   *
   * @param nanos since the connection was accepted
   */
  void handshakeSucceeded(UUID listenerId, TlsConnection connection, long nanos);

  /** A handshake that began has failed. */
  void handshakeFailed(UUID listenerId, HandshakeFailure failure);

  /** No ClientHello came on a connection whose TLS would have been passed on. */
  void helloRefused(UUID listenerId, HandshakeFailure failure);
}
