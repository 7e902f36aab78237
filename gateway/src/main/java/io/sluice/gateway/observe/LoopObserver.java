package io.sluice.gateway.observe;

import io.sluice.gateway.http.codec.Flaw;
import io.sluice.gateway.limits.Rejection;
import io.sluice.gateway.persistence.CookieEvent;
import io.sluice.gateway.tls.TlsObserver;
import java.util.UUID;

/** Takes note of what happens on one event loop; called on its thread alone, and never blocks. */
public interface LoopObserver {
  /** Takes note of nothing. */
  LoopObserver NONE =
      new LoopObserver() {
        @Override
        public void connectionOpened(UUID listenerId) {}

        @Override
        public void connectionClosed(UUID listenerId) {}

        @Override
        public void connectionRejected(UUID listenerId, Rejection rejection) {}

        @Override
        public void acceptFailed(UUID listenerId) {}

        @Override
        public void requestEnded(RequestSummary request) {}
      };

  /** Takes note of TLS handshakes. */
  default TlsObserver tls() {
    return TlsObserver.NONE;
  }

  /** A client connection was accepted. */
  void connectionOpened(UUID listenerId);

  /** A client connection is closed; once for each that was opened. */
  void connectionClosed(UUID listenerId);

  /**
   * A request had bytes that can be read in two ways.
   *
   * @param passed whether it was let in all the same
   */
  default void flawed(UUID listenerId, Flaw flaw, boolean passed) {}

  /**
   * A trusted source's connection was reset for want of a proper header of PROXY protocol.
   *
   * @param reason what is wrong with it, in capitals
   */
  default void proxyHeaderRefused(UUID listenerId, String reason) {}

  /** A client connection was reset because of a limit; it counts as neither opened nor closed. */
  void connectionRejected(UUID listenerId, Rejection rejection);

  /** The system refused to accept a connection that waits, for want of descriptors as a rule. */
  void acceptFailed(UUID listenerId);

  /**
   * A connection of HTTP/2 is closed, since its client did more of something than any needs.
   *
   * @param kind what, in lower case: {@code rapid_reset}, {@code ping}, …
   */
  default void flooded(UUID listenerId, String kind) {}

  /**
   * A copy of a request was made, or was to be made.
   *
   * @param outcome what became of it, in lower case: {@code answered}, {@code busy}, …
   */
  default void mirrored(UUID listenerId, String outcome) {}

  /** Something became of a cookie by which clients keep to a target of a backend service. */
  default void cookie(UUID serviceId, CookieEvent event) {}

  /** A request has ended; once for each that began. */
  void requestEnded(RequestSummary request);

  /**
   * A connection of a TCP or TLS listener has ended; once for each that began.
   *
   * @param connection without method, host and request target; its version is {@code TCP} or {@code
   *     TLS}, its bytes are those received from the client and sent to it
   */
  default void streamEnded(RequestSummary connection) {}

  /**
   * A connection to a target is ready.
   *
   * @param nanos how long that took, in nanoseconds, from the name's lookup to the last handshake
   */
  default void targetConnected(UUID serviceId, long nanos) {}

  /** A connection to a target is closed; once for each that was ready. */
  default void targetDisconnected(UUID serviceId) {}

  /** A request would have been tried on another target, but there were too many retries. */
  default void retryRefused(UUID serviceId) {}

  /** A connection to a target could not be made. */
  default void targetConnectFailed(UUID serviceId, Reason reason) {}
}
