package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Removes the fields that belong to one connection: Connection, each field that it names, and those
 * that old peers do not name (RFC 9110 section 7.6.1).
 */
final class HopByHop {
  private static final AsciiString CONNECTION = AsciiString.cached("connection");
  private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
  private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");
  private static final AsciiString TE = AsciiString.cached("te");
  private static final AsciiString UPGRADE = AsciiString.cached("upgrade");
  private static final AsciiString HTTP2_SETTINGS = AsciiString.cached("http2-settings");

  /**
   * What a peer cannot have removed: framing, routing, what the gateway itself or one before it
   * adds, and fields that are meant for all recipients, which are never appropriate as connection
   * options (RFC 9110 section 7.6.1).
   */
  private static final Set<String> PROTECTED =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "via",
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-port",
          "x-forwarded-host",
          "x-real-ip",
          "authorization",
          "proxy-authorization",
          "cookie",
          "set-cookie",
          "origin",
          "cache-control",
          "content-type",
          "content-encoding",
          "content-range",
          "date",
          "expect",
          "location",
          "max-forwards",
          "range",
          "strict-transport-security",
          "content-security-policy",
          "traceparent",
          "www-authenticate");

  private HopByHop() {}

  /**
   * What a Connection field asks for.
   *
   * @param close the peer closes after this message
   * @param keepAlive the peer, of HTTP/1.0, would keep the connection
   * @param upgrade an Upgrade field is meant for the next hop
   */
  record Options(boolean close, boolean keepAlive, boolean upgrade) {
    static final Options NONE = new Options(false, false, false);
  }

  /**
   * Removes them all.
   *
   * @param hasConnection whether a Connection field is there
   */
  static Options remove(HttpHeaders headers, boolean hasConnection) {
    Options options = hasConnection ? removeNamed(headers) : Options.NONE;
    headers.remove(KEEP_ALIVE);
    headers.remove(PROXY_CONNECTION);
    headers.remove(TE);
    headers.remove(UPGRADE);
    headers.remove(HTTP2_SETTINGS);
    return options;
  }

  private static Options removeNamed(HttpHeaders headers) {
    List<String> values = headers.getAll(CONNECTION);
    headers.remove(CONNECTION);
    boolean close = false;
    boolean keepAlive = false;
    boolean upgrade = false;
    for (String value : values) {
      int from = 0;
      while (from <= value.length()) {
        int comma = value.indexOf(',', from);
        int to = comma < 0 ? value.length() : comma;
        String option = value.substring(from, to).trim().toLowerCase(Locale.ROOT);
        from = to + 1;
        switch (option) {
          case "" -> {
            // An empty list element means nothing.
          }
          case "close" -> close = true;
          case "keep-alive" -> keepAlive = true;
          case "upgrade" -> upgrade = true;
          default -> {
            if (!PROTECTED.contains(option)) {
              headers.remove(option);
            }
          }
        }
      }
    }
    return new Options(close, keepAlive, upgrade);
  }

  /** Trailer fields that would change framing, routing or rights if a receiver merged them. */
  static void removeFromTrailers(HttpHeaders trailers) {
    for (String name : List.copyOf(trailers.names())) {
      // CGI and its like take other characters for dashes.
      String lower = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
      if (PROTECTED.contains(lower) || FORBIDDEN_TRAILERS.contains(lower)) {
        trailers.remove(name);
      }
    }
  }

  private static final Set<String> FORBIDDEN_TRAILERS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "upgrade",
          "authorization",
          "proxy-authorization",
          "cookie",
          "set-cookie",
          "expect",
          "max-forwards",
          "cache-control",
          "content-encoding",
          "content-type",
          "content-range",
          "location",
          "range");
}
