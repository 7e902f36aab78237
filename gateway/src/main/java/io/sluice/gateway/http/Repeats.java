package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.gateway.observe.Reason;

/** Which failed attempts may be made again (RFC 9110 section 9.2.2). */
final class Repeats {
  private Repeats() {}

  /**
   * Whether a request may be sent again after it failed before any byte of an answer.
   *
   * @param bodySent whether a part of its body is gone, and so cannot be sent again
   */
  static boolean allowed(Reason reason, HttpMethod method, boolean bodySent) {
    return switch (reason) {
      case CONNECT_FAILED, CONNECT_TIMEOUT, OVERLOADED -> true;
      case UPSTREAM_RESET -> !bodySent && idempotent(method);
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
