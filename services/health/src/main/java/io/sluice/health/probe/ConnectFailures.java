package io.sluice.health.probe;

import io.netty.channel.ConnectTimeoutException;
import io.sluice.contracts.model.TargetHealth.Reason;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

/** Tells apart why a connection could not be opened. */
final class ConnectFailures {
  private ConnectFailures() {}

  static Reason reason(Throwable failure) {
    if (failure instanceof ConnectTimeoutException) {
      return Reason.CONNECT_TIMEOUT;
    }
    // The kernel's error has a type of its own neither in NIO nor in the epoll transport; both
    // carry its text: ECONNRESET and ECONNABORTED.
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("connection reset") || text.contains("connection abort")) {
      return Reason.CONNECT_INTERRUPT;
    }
    return Reason.CONNECT_FAILED;
  }

  /** The reason of a TLS handshake that failed. */
  static Reason handshakeReason(Throwable failure) {
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return failure instanceof ClosedChannelException
            || text.contains("closed")
            || text.contains("reset")
        ? Reason.CONNECT_INTERRUPT
        : Reason.CONNECT_FAILED;
  }

  /** What a TLS handshake failed of, in the words of its deepest cause. */
  static String handshakeDetail(Throwable failure, String endpoint) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String words = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return "The TLS handshake with " + endpoint + " failed: " + words;
  }

  static String detail(Throwable failure, String endpoint) {
    String cause =
        failure instanceof UnknownHostException
            ? "the host name is unknown"
            : String.valueOf(failure.getMessage());
    return "No connection to " + endpoint + ": " + cause;
  }
}
