package io.sluice.gateway.http.codec;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;

/** What the head's parser notes of the fields that decide framing and connections. */
final class Fields {
  /** 18 digits always fit a long. */
  private static final int MAX_LENGTH_DIGITS = 18;

  private static final String CHUNKED = "chunked";

  long contentLength = -1;
  String transferEncoding;
  String host;
  int hosts;
  boolean connection;
  boolean upgrade;
  boolean te;
  String expectation;

  /**
   * Notes one field; a repeated framing field is an error, since the two may be read differently.
   */
  void note(AsciiString name, String value) throws MalformedException {
    switch (name.length()) {
      case 2 -> te |= name.contentEqualsIgnoreCase(HttpHeaderNames.TE);
      case 4 -> {
        if (name.contentEqualsIgnoreCase(HttpHeaderNames.HOST)) {
          host = value;
          hosts++;
        }
      }
      case 6 -> {
        if (name.contentEqualsIgnoreCase(HttpHeaderNames.EXPECT)) {
          expectation = value;
        }
      }
      case 7 -> upgrade |= name.contentEqualsIgnoreCase(HttpHeaderNames.UPGRADE);
      case 10 -> connection |= name.contentEqualsIgnoreCase(HttpHeaderNames.CONNECTION);
      case 14 -> {
        if (name.contentEqualsIgnoreCase(HttpHeaderNames.CONTENT_LENGTH)) {
          if (contentLength >= 0) {
            throw MalformedException.badRequest("Content-Length is repeated");
          }
          contentLength = length(value);
        }
      }
      case 17 -> {
        if (name.contentEqualsIgnoreCase(HttpHeaderNames.TRANSFER_ENCODING)) {
          if (transferEncoding != null) {
            throw MalformedException.badRequest("Transfer-Encoding is repeated");
          }
          transferEncoding = value;
        }
      }
      default -> {
        // Decides neither framing nor the connection.
      }
    }
  }

  /** Whether the body is chunked; refuses every other use of Transfer-Encoding. */
  boolean chunked(boolean http11) throws MalformedException {
    if (transferEncoding == null) {
      return false;
    }
    if (!http11) {
      throw MalformedException.badRequest("Transfer-Encoding in HTTP/1.0");
    }
    if (contentLength >= 0) {
      throw MalformedException.badRequest("both Transfer-Encoding and Content-Length");
    }
    if (CHUNKED.equalsIgnoreCase(transferEncoding)) {
      return true;
    }
    throw new MalformedException(501, "Transfer-Encoding other than chunked");
  }

  private static long length(String value) throws MalformedException {
    int digits = value.length();
    if (digits == 0 || digits > MAX_LENGTH_DIGITS) {
      throw MalformedException.badRequest("Content-Length is not a number in range");
    }
    long length = 0;
    for (int i = 0; i < digits; i++) {
      char digit = value.charAt(i);
      if (digit < '0' || digit > '9') {
        throw MalformedException.badRequest("Content-Length is not a number");
      }
      length = length * 10 + (digit - '0');
    }
    return length;
  }
}
