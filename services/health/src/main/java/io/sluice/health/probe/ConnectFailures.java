package io.sluice.health.probe;

import io.netty.channel.ConnectTimeoutException;
import io.sluice.contracts.model.TargetHealth.Reason;
import java.net.UnknownHostException;
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

  static String detail(Throwable failure, String endpoint) {
    String cause =
        failure instanceof UnknownHostException
            ? "the host name is unknown"
            : String.valueOf(failure.getMessage());
    return "No connection to " + endpoint + ": " + cause;
  }
}
