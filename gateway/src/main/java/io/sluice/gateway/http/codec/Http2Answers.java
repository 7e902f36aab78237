package io.sluice.gateway.http.codec;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;

/**
 * Reads the head and the trailers of an answer of HTTP/2 by the grammar of RFC 9113 section 8. What
 * would be read otherwise by a client of HTTP/1 (a connection field, a line end in a value, a name
 * with upper case) is malformed, and not repaired.
 */
public final class Http2Answers {
  private static final AsciiString STATUS = AsciiString.cached(":status");

  private Http2Answers() {}

  /**
   * Reads a head.
   *
   * @param endOfStream whether nothing follows it
   * @param toHeadRequest whether the request was HEAD
   * @throws MalformedException when it is not valid
   */
  public static ResponseHead head(Http2Headers from, boolean endOfStream, boolean toHeadRequest)
      throws MalformedException {
    HttpHeaders headers = HeadParser.newHeaders();
    Fields fields = new Fields();
    int status = -1;
    int count = 0;
    int size = 0;
    for (Map.Entry<CharSequence, CharSequence> field : from) {
      AsciiString name = AsciiString.of(field.getKey());
      AsciiString value = AsciiString.of(field.getValue());
      size += name.length() + value.length();
      if (name.isEmpty() || name.byteAt(0) != ':') {
        add(headers, fields, name, value, ++count);
      } else if (!STATUS.contentEquals(name) || status >= 0 || count > 0) {
        throw MalformedException.badRequest(Flaw.BAD_REQUEST_LINE, "pseudo-header fields");
      } else {
        status = code(value);
      }
    }
    if ((fields.flaws & ResponseHead.REFUSED) != 0) {
      throw MalformedException.badRequest(Flaw.BAD_CONTENT_LENGTH, "repeated Content-Length");
    }
    if (status < 0) {
      throw MalformedException.badRequest(Flaw.BAD_REQUEST_LINE, ":status is missing");
    }
    return new ResponseHead(
        HttpResponseStatus.valueOf(status),
        headers,
        fields,
        kind(status, fields, endOfStream, toHeadRequest),
        size);
  }

  /**
   * Reads trailers.
   *
   * @throws MalformedException when they are not valid
   */
  public static HttpHeaders trailers(Http2Headers from) throws MalformedException {
    HttpHeaders trailers = HeadParser.newHeaders();
    int count = 0;
    for (Map.Entry<CharSequence, CharSequence> field : from) {
      add(
          trailers,
          null,
          AsciiString.of(field.getKey()),
          AsciiString.of(field.getValue()),
          ++count);
    }
    return trailers;
  }

  private static void add(
      HttpHeaders into, Fields fields, AsciiString name, AsciiString value, int count)
      throws MalformedException {
    if (count > HeadParser.MAX_FIELDS) {
      throw new MalformedException(431, "more than " + HeadParser.MAX_FIELDS + " header fields");
    }
    checkName(name);
    checkValue(value);
    into.add(name, value);
    if (fields != null) {
      fields.note(name, value);
    }
  }

  private static void checkName(AsciiString name) throws MalformedException {
    int length = name.length();
    for (int i = 0; i < length; i++) {
      int c = name.byteAt(i) & 0xff;
      if (!HeadParser.TOKEN[c] || c >= 'A' && c <= 'Z') {
        throw MalformedException.badRequest(Flaw.BAD_FIELD, "header field name");
      }
    }
    if (length == 0 || connectionField(name)) {
      throw MalformedException.badRequest(Flaw.BAD_FIELD, "connection field in HTTP/2");
    }
  }

  private static void checkValue(AsciiString value) throws MalformedException {
    int length = value.length();
    for (int i = 0; i < length; i++) {
      if (!HeadParser.VALUE[value.byteAt(i) & 0xff]) {
        throw MalformedException.badRequest(Flaw.BAD_FIELD, "header field value");
      }
    }
    if (length > 0 && (blank(value.byteAt(0)) || blank(value.byteAt(length - 1)))) {
      throw MalformedException.badRequest(Flaw.BAD_FIELD, "space around a header field value");
    }
  }

  private static boolean blank(byte c) {
    return c == ' ' || c == '\t';
  }

  /** The fields of RFC 9113 section 8.2.2. */
  private static boolean connectionField(AsciiString name) {
    return switch (name.length()) {
      case 2 -> name.contentEquals("te");
      case 7 -> name.contentEquals("upgrade");
      case 10 -> name.contentEquals("connection") || name.contentEquals("keep-alive");
      case 16 -> name.contentEquals("proxy-connection");
      case 17 -> name.contentEquals("transfer-encoding");
      default -> false;
    };
  }

  private static int code(AsciiString value) throws MalformedException {
    int code = 0;
    for (int i = 0; i < value.length(); i++) {
      int digit = value.byteAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw MalformedException.badRequest(Flaw.BAD_REQUEST_LINE, ":status is not a number");
      }
      code = code * 10 + digit;
    }
    // RFC 9113 section 8.6 has no 101.
    if (value.length() != 3 || code < 100 || code == 101) {
      throw MalformedException.badRequest(Flaw.BAD_REQUEST_LINE, ":status is not valid");
    }
    return code;
  }

  private static BodyKind kind(
      int status, Fields fields, boolean endOfStream, boolean toHeadRequest)
      throws MalformedException {
    if (status < 200) {
      if (endOfStream) {
        throw MalformedException.badRequest(Flaw.BAD_FIELD, "interim answer that ends the stream");
      }
      return BodyKind.NONE;
    }
    if (toHeadRequest || status == 204 || status == 304) {
      return BodyKind.NONE;
    }
    if (endOfStream && fields.contentLength > 0) {
      throw MalformedException.badRequest(
          Flaw.BAD_CONTENT_LENGTH, "body shorter than its Content-Length");
    }
    if (endOfStream) {
      return BodyKind.NONE;
    }
    return fields.contentLength >= 0 ? BodyKind.FIXED : BodyKind.CHUNKED;
  }
}
