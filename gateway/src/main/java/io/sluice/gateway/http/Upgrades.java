package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseHead;
import java.util.Locale;

/** Upgrades to another protocol (RFC 9110 section 7.8), WebSocket above all. */
final class Upgrades {
  private Upgrades() {}

  /**
   * Whether a request's wish to upgrade is passed on. A wish for another version of HTTP, or for
   * TLS (RFC 2817), is not: requests inside the tunnel would not be seen by the gateway's rules.
   *
   * @param wanted the Upgrade field
   */
  static boolean passedOn(String wanted, RequestHead head) {
    if (wanted == null || !head.http11() || head.bodyKind() != BodyKind.NONE) {
      return false;
    }
    String protocols = wanted.toLowerCase(Locale.ROOT);
    return !protocols.contains("h2c") && !protocols.contains("http") && !protocols.contains("tls");
  }

  /** Whether the answer 101 names a protocol that was asked for. */
  static boolean grants(String wanted, ResponseHead switching) {
    String granted = switching.headers().get(HttpHeaderNames.UPGRADE);
    if (granted == null) {
      return false;
    }
    for (String protocol : wanted.split(",")) {
      if (protocol.strip().equalsIgnoreCase(granted)) {
        return true;
      }
    }
    return false;
  }

  /** Brings the answer 101 into the form that the client gets. */
  static void prepare(ResponseHead switching) {
    HttpHeaders headers = switching.headers();
    String protocol = headers.get(HttpHeaderNames.UPGRADE);
    HopByHop.remove(headers, switching.hasConnection());
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    if (protocol != null) {
      headers.set(HttpHeaderNames.UPGRADE, protocol);
    }
  }
}
