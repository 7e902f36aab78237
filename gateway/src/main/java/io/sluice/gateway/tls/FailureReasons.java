package io.sluice.gateway.tls;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Tells from what a library threw why a handshake failed. */
final class FailureReasons {
  private FailureReasons() {}

  /** The reason; the texts are BoringSSL's and the JDK's. */
  static HandshakeFailure of(Throwable thrown) {
    StringBuilder texts = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return HandshakeFailure.CLIENT_CERTIFICATE;
      }
      texts.append(cause.getMessage()).append('\n');
    }
    String text = texts.toString().toLowerCase(Locale.ROOT);
    if (thrown instanceof ClosedChannelException
        || !(thrown instanceof SSLException) && thrown instanceof IOException) {
      return HandshakeFailure.CLIENT_CLOSED;
    }
    // An alert in the clear, as OpenSSL's clients send it in TLS 1.3, is too short for BoringSSL.
    if (text.contains("bad_packet_length")) {
      return HandshakeFailure.CLIENT_ALERT;
    }
    if (text.contains("alert") && !text.contains("close_notify")) {
      return HandshakeFailure.CLIENT_ALERT;
    }
    if (text.contains("certificate")) {
      return HandshakeFailure.CLIENT_CERTIFICATE;
    }
    if (text.contains("closed")) {
      return HandshakeFailure.CLIENT_CLOSED;
    }
    boolean nothing =
        text.contains("no_shared")
            || text.contains("no_common")
            || text.contains("unsupported_protocol")
            || text.contains("in common")
            || text.contains("is not enabled or supported")
            || text.contains("no available authentication scheme")
            || text.contains("server preferences")
            || text.contains("wrong_curve");
    return nothing ? HandshakeFailure.NOTHING_IN_COMMON : HandshakeFailure.PROTOCOL;
  }
}
