package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.gateway.observe.Reason;

/** Which failed attempts may be made again (RFC 9110 section 9.2.2). */
final class Repeats {
  private Repeats() {}

  /**
   * Whether a request may be sent again after it failed before any byte of an answer.
   *
   * @param connected whether there was a connection that its head went to
   * @param body what of its body has gone on, and so may not be there any more
   */
  static boolean allowed(Reason reason, HttpMethod method, boolean connected, RequestBody body) {
    if (!connected) {
      // One that has waited for its turn has had its time.
      return reason != Reason.WAIT_TIMEOUT;
    }
    return switch (reason) {
      case UPSTREAM_REFUSED -> body.repeatable();
      case UPSTREAM_RESET, TLS_FAILED, TLS_VERIFY_FAILED -> !body.sent() && idempotent(method);
      default -> false;
    };
  }

  private static boolean idempotent(HttpMethod method) {
    return switch (method.name()) {
      case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> true;
      default -> false;
    };
  }
}
