package io.sluice.gateway.http2;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.FieldList;
import io.sluice.gateway.http.codec.RequestHead;

/**
 * Takes the fields of one block as they are decompressed, checks each (RFC 9113 sections 8.2 and
 * 8.3) and puts it where HTTP/1.1 has it. Fields of a block that is wrong are looked at no further.
 */
public final class FieldBlock extends DefaultHttp2Headers {
  private static final AsciiString COOKIE_CRUMBS = AsciiString.cached("; ");

  /** What a field costs beside its bytes (RFC 9113 section 6.5.2). */
  private static final int FIELD_COST = 32;

  private final PseudoFields pseudo = new PseudoFields();
  private boolean trailers;
  private int maxBytes;
  private int maxFields;
  private int maxTarget;

  private HttpHeaders headers;
  private int bytes;
  private int count;
  private boolean malformed;
  private int status;
  private String detail;
  private AsciiString host;
  private AsciiString cookies;
  private long contentLength;
  private String expectation;

  FieldBlock() {
    super(false);
  }

  void begin(boolean areTrailers, int maxBytes, int maxFields, int maxTarget) {
    this.trailers = areTrailers;
    this.maxBytes = maxBytes;
    this.maxFields = maxFields;
    this.maxTarget = maxTarget;
    pseudo.clear();
    headers = new FieldList();
    bytes = 0;
    count = 0;
    malformed = false;
    status = 0;
    detail = null;
    host = null;
    cookies = null;
    contentLength = -1;
    expectation = null;
  }

  /** Called for each field by the decompressor. */
  @Override
  public Http2Headers add(CharSequence fieldName, CharSequence fieldValue) {
    AsciiString name = AsciiString.of(fieldName);
    AsciiString value = AsciiString.of(fieldValue);
    bytes += name.length() + value.length() + FIELD_COST;
    if (bytes > maxBytes || bytes < 0) {
      bytes = maxBytes + 1;
      refuse(431, "The header fields are above the limit of " + maxBytes + " bytes.");
    } else if (!malformed && status == 0) {
      if (!name.isEmpty() && name.byteAt(0) == ':') {
        malformed = trailers || count > 0 || !pseudo.take(name, value);
      } else {
        regular(name, value);
      }
    }
    return this;
  }

  private void refuse(int with, String why) {
    if (status == 0) {
      status = with;
      detail = why;
    }
  }

  private void regular(AsciiString name, AsciiString value) {
    if (++count > maxFields) {
      refuse(431, "The request has more than " + maxFields + " header fields.");
      return;
    }
    if (!FieldGrammar.name(name) || !FieldGrammar.value(value)) {
      malformed = true;
      return;
    }
    switch (name.length()) {
      case 2 -> malformed = name.contentEquals(HttpHeaderNames.TE) && !trailersOnly(value);
      case 4 -> {
        if (name.contentEquals(HttpHeaderNames.HOST)) {
          host(value);
          return;
        }
      }
      case 6 -> {
        if (name.contentEquals(HttpHeaderNames.COOKIE)) {
          // Crumbs are joined again before they leave HTTP/2 (RFC 9113 section 8.2.3).
          cookies = cookies == null ? value : cookies.concat(COOKIE_CRUMBS).concat(value);
          return;
        }
        if (name.contentEquals(HttpHeaderNames.EXPECT)) {
          expectation = value.toString();
        }
      }
      case 7 -> malformed = name.contentEquals(HttpHeaderNames.UPGRADE);
      case 10 ->
          malformed =
              name.contentEquals(HttpHeaderNames.CONNECTION) || name.contentEquals("keep-alive");
      case 14 -> {
        if (name.contentEquals(HttpHeaderNames.CONTENT_LENGTH)) {
          length(value);
        }
      }
      case 16 -> malformed = name.contentEquals("proxy-connection");
      case 17 -> malformed = name.contentEquals(HttpHeaderNames.TRANSFER_ENCODING);
      default -> {
        // Nothing that HTTP/2 or the gateway gives a meaning.
      }
    }
    if (!malformed) {
      headers.add(name, value);
    }
  }

  private static boolean trailersOnly(AsciiString value) {
    return value.contentEqualsIgnoreCase(HttpHeaderValues.TRAILERS);
  }

  private void host(AsciiString value) {
    if (host != null) {
      refuse(400, "The request has more than one Host field.");
    }
    host = value;
  }

  private void length(AsciiString value) {
    malformed = contentLength >= 0;
    contentLength = FieldGrammar.length(value);
    // A zero in front would be octal to some (and two zeros are not one).
    malformed |= contentLength < 0 || value.length() > 1 && value.byteAt(0) == '0';
  }

  /** Whether HTTP/2 forbids it: an error of the stream. */
  public boolean malformed() {
    return malformed;
  }

  /** The status it is to be refused with, or 0; known once {@link #head} was called. */
  public int refusedWith() {
    return status;
  }

  /** Why it is refused, for people. */
  public String detail() {
    return detail;
  }

  /** The protocol that an extended CONNECT asks for (RFC 8441), or null. */
  public String protocol() {
    return pseudo.protocol == null ? null : pseudo.protocol.toString();
  }

  /** Whether the method is HEAD, whose answer has no body. */
  public boolean toHead() {
    return pseudo.method != null && HttpMethod.HEAD.asciiName().contentEquals(pseudo.method);
  }

  /** The trailers, when neither {@link #malformed} nor refused. */
  public HttpHeaders trailers() {
    return headers;
  }

  /**
   * Makes the request's head.
   *
   * @param endStream whether no body follows
   * @return null when it is malformed or refused
   */
  public RequestHead head(boolean endStream) {
    if (!malformed) {
      malformed = !pseudo.complete() || endStream && contentLength > 0;
    }
    if (malformed || status != 0) {
      return null;
    }
    checkTarget();
    return status == 0 ? translate(endStream) : null;
  }

  private void checkTarget() {
    if (pseudo.protocol == null && HttpMethod.CONNECT.asciiName().contentEquals(pseudo.method)) {
      refuse(405, "This method is not served here.");
    } else if (pseudo.protocol != null && !pseudo.protocol.contentEquals("websocket")) {
      refuse(501, "The only protocol that CONNECT is served for is websocket.");
    } else if (!pseudo.scheme.contentEquals("http") && !pseudo.scheme.contentEquals("https")) {
      refuse(400, "The scheme is neither http nor https.");
    } else if (pseudo.path.length() > maxTarget) {
      refuse(414, "The request target is longer than " + maxTarget + " bytes.");
    } else if (!FieldGrammar.target(pseudo.path)
        || pseudo.path.byteAt(0) != '/' && !pseudo.path.contentEquals("*")) {
      refuse(400, "The path is not valid.");
    } else if (host != null
        && pseudo.authority != null
        && !host.contentEqualsIgnoreCase(pseudo.authority)) {
      refuse(400, "The Host field is not the authority.");
    }
  }

  private RequestHead translate(boolean endStream) {
    AsciiString authority = pseudo.authority != null ? pseudo.authority : host;
    if (authority != null) {
      headers.set(HttpHeaderNames.HOST, authority);
    }
    if (cookies != null) {
      headers.set(HttpHeaderNames.COOKIE, cookies);
    }
    boolean tunnel = pseudo.protocol != null;
    HttpMethod method = tunnel ? HttpMethod.GET : pseudo.httpMethod();
    if (tunnel) {
      headers.remove(HttpHeaderNames.CONTENT_LENGTH);
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      headers.set(HttpHeaderNames.UPGRADE, pseudo.protocol);
    }
    return RequestHead.translated(
        method,
        pseudo.path.toString(),
        headers,
        authority == null ? null : authority.toString(),
        tunnel ? -1 : contentLength,
        tunnel ? BodyKind.NONE : frameBody(method, endStream),
        expectation,
        tunnel,
        bytes);
  }

  private BodyKind frameBody(HttpMethod method, boolean endStream) {
    if (contentLength >= 0) {
      return contentLength > 0 ? BodyKind.FIXED : BodyKind.NONE;
    }
    if (!endStream) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      return BodyKind.CHUNKED;
    }
    if (method == HttpMethod.POST || method == HttpMethod.PUT || method == HttpMethod.PATCH) {
      // Without it a target would have to ask for a length (RFC 9110 section 8.6).
      headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
    }
    return BodyKind.NONE;
  }
}
