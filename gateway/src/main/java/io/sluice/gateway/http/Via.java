package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/**
 * The Via field (RFC 9110 section 7.6.3), added both ways. It names the gateway, so that a client
 * and a target can tell which of several carried an exchange.
 */
final class Via {
  private static final AsciiString NAME = AsciiString.cached("Via");

  private final String http11;
  private final String http10;

  Via(String gatewayId) {
    // The name of a recipient is a token.
    String token = gatewayId.replaceAll("[^!#$%&'*+.^_`|~0-9A-Za-z-]", "-");
    http11 = "1.1 " + token;
    http10 = "1.0 " + token;
  }

  /** Adds the gateway; {@code isHttp11} is the version in which the message came. */
  void add(HttpHeaders headers, boolean isHttp11) {
    ForwardingFields.append(headers, NAME, isHttp11 ? http11 : http10);
  }
}
