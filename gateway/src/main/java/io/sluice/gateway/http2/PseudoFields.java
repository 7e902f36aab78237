package io.sluice.gateway.http2;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;

/** The pseudo-header fields of a request (RFC 9113 section 8.3.1, RFC 8441 section 4). */
final class PseudoFields {
  private static final AsciiString METHOD = AsciiString.cached(":method");
  private static final AsciiString SCHEME = AsciiString.cached(":scheme");
  private static final AsciiString PATH = AsciiString.cached(":path");
  private static final AsciiString AUTHORITY = AsciiString.cached(":authority");
  private static final AsciiString PROTOCOL = AsciiString.cached(":protocol");

  AsciiString method;
  AsciiString scheme;
  AsciiString path;
  AsciiString authority;
  AsciiString protocol;

  void clear() {
    method = null;
    scheme = null;
    path = null;
    authority = null;
    protocol = null;
  }

  /** Notes one; false when it is unknown, doubled or not valid. */
  boolean take(AsciiString name, AsciiString value) {
    boolean first = false;
    if (name.contentEquals(METHOD)) {
      first = method == null;
      method = value;
    } else if (name.contentEquals(PATH)) {
      first = path == null;
      path = value;
    } else if (name.contentEquals(SCHEME)) {
      first = scheme == null;
      scheme = value;
    } else if (name.contentEquals(AUTHORITY)) {
      first = authority == null;
      authority = value;
    } else if (name.contentEquals(PROTOCOL)) {
      first = protocol == null;
      protocol = value;
    }
    return first && !value.isEmpty() && FieldGrammar.value(value);
  }

  /** Whether all are there that must be, and none that must not. */
  boolean complete() {
    if (method == null || !FieldGrammar.method(method)) {
      return false;
    }
    boolean connect = HttpMethod.CONNECT.asciiName().contentEquals(method);
    if (protocol != null) {
      return connect && scheme != null && path != null && authority != null;
    }
    if (connect) {
      return scheme == null && path == null && authority != null;
    }
    return scheme != null && path != null;
  }

  HttpMethod httpMethod() {
    return HttpMethod.GET.asciiName().contentEquals(method)
        ? HttpMethod.GET
        : HttpMethod.valueOf(method.toString());
  }
}
