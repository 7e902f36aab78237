package io.sluice.gateway.http.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The first request of a connection was the preface of HTTP/2 (RFC 9113 section 3.4). Its beginning
 * has the form of a request's head; the rest of it is left as bytes.
 */
public enum Http2Preface {
  /** The only one. */
  SEEN;

  private static final byte[] BEGINNING = "PRI * HTTP/2.0\r\n\r\n".getBytes(US_ASCII);

  /** Whether a head, whose empty line begins at {@code end}, is the preface's. */
  static boolean is(byte[] bytes, int end) {
    if (end + 2 != BEGINNING.length || bytes[2] != 'I') {
      return false;
    }
    for (int i = 0; i < BEGINNING.length; i++) {
      if (bytes[i] != BEGINNING[i]) {
        return false;
      }
    }
    return true;
  }

  /** The bytes that were taken for a head. */
  public static ByteBuf beginning() {
    return Unpooled.copiedBuffer(BEGINNING);
  }
}
