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

  /**
   * So often may a request come by here: listeners of one gateway may be chained on purpose, and
   * the gateway of another suite may have the same name.
   */
  private static final int MAX_PASSES = 4;

  private final String token;
  private final AsciiString[] values = new AsciiString[WireVersion.values().length];

  Via(String gatewayId) {
    // The name of a recipient is a token.
    token = gatewayId.replaceAll("[^!#$%&'*+.^_`|~0-9A-Za-z-]", "-");
    for (WireVersion version : WireVersion.values()) {
      values[version.ordinal()] = AsciiString.cached(version.number() + " " + token);
    }
  }

  /** Whether a request has come by here so often that it will not end to do so. */
  boolean loops(HttpHeaders headers) {
    int passes = 0;
    for (String value : headers.getAll(NAME)) {
      for (String recipient : value.split(",")) {
        String[] parts = recipient.strip().split("[ \t]+");
        passes += parts.length > 1 && parts[1].equals(token) ? 1 : 0;
      }
    }
    return passes >= MAX_PASSES;
  }

  /** Adds the gateway; {@code received} is the version in which the message came. */
  void add(HttpHeaders headers, WireVersion received) {
    ForwardingFields.append(headers, NAME, values[received.ordinal()]);
  }
}
