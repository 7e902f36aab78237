package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.sluice.gateway.http.codec.WireVersion;

/**
 * The Via field (RFC 9110 section 7.6.3), added both ways. It names the gateway, so that a client
 * and a target can tell which of several carried an exchange.
 */
final class Via {
  private static final AsciiString NAME = AsciiString.cached("Via");

  private final String[] values = new String[WireVersion.values().length];

  Via(String gatewayId) {
    // The name of a recipient is a token.
    String token = gatewayId.replaceAll("[^!#$%&'*+.^_`|~0-9A-Za-z-]", "-");
    for (WireVersion version : WireVersion.values()) {
      values[version.ordinal()] = version.number() + " " + token;
    }
  }

  /** Adds the gateway; {@code received} is the version in which the message came. */
  void add(HttpHeaders headers, WireVersion received) {
    ForwardingFields.append(headers, NAME, values[received.ordinal()]);
  }
}
