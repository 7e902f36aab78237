package io.sluice.e2e.traffic;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reading of HTTP/1.1 messages, for both ends of a test. */
final class Wire {
  private static final int MAX_LINE_BYTES = 64 * 1024;

  private Wire() {}

  /**
   * A message's head.
   *
   * @param startLine request or status line
   * @param fields by lower-case name; fields that repeat are joined by a comma
   */
  record Head(String startLine, Map<String, String> fields) {
    String field(String name) {
      return fields.get(name);
    }

    boolean closes() {
      return "close".equalsIgnoreCase(fields.getOrDefault("connection", ""));
    }
  }

  /** Reads a head; null when the stream ends before its first byte. */
  static Head readHead(InputStream in) throws IOException {
    String startLine = readLine(in, true);
    if (startLine == null) {
      return null;
    }
    Map<String, String> fields = new HashMap<>();
    for (String line = readLine(in, false); !line.isEmpty(); line = readLine(in, false)) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("not a header field: " + line);
      }
      fields.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (first, second) -> first + ", " + second);
    }
    return new Head(startLine, fields);
  }

  /**
   * Reads a body to its end.
   *
   * @param untilEnd whether a body without length runs to the end of the stream (a response's does,
   *     a request's does not)
   * @return its length in bytes
   * @throws EOFException when the stream ends before the body does
   */
  static long readBody(InputStream in, Head head, boolean untilEnd, OutputStream sink)
      throws IOException {
    String coding = head.field("transfer-encoding");
    if (coding != null && coding.toLowerCase(Locale.ROOT).endsWith("chunked")) {
      return readChunks(in, sink);
    }
    String length = head.field("content-length");
    if (length != null) {
      long bytes = Long.parseLong(length);
      copy(in, bytes, sink);
      return bytes;
    }
    return untilEnd ? in.transferTo(sink) : 0;
  }

  private static long readChunks(InputStream in, OutputStream sink) throws IOException {
    long total = 0;
    while (true) {
      String line = readLine(in, false);
      int extension = line.indexOf(';');
      long size = Long.parseLong((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
      if (size == 0) {
        while (!readLine(in, false).isEmpty()) {
          // A trailer field: nothing here looks at it.
        }
        return total;
      }
      copy(in, size, sink);
      total += size;
      if (!readLine(in, false).isEmpty()) {
        throw new IOException("chunk longer than its size");
      }
    }
  }

  private static void copy(InputStream in, long bytes, OutputStream sink) throws IOException {
    byte[] buffer = new byte[(int) Math.min(64 * 1024, Math.max(1, bytes))];
    for (long left = bytes; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("body ended " + left + " bytes short of " + bytes);
      }
      sink.write(buffer, 0, read);
      left -= read;
    }
  }

  private static String readLine(InputStream in, boolean endAllowed) throws IOException {
    StringBuilder line = new StringBuilder(80);
    while (true) {
      int b = in.read();
      if (b < 0) {
        if (endAllowed && line.isEmpty()) {
          return null;
        }
        throw new EOFException("stream ended within a line: " + line);
      }
      if (b == '\n') {
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r'
            ? line.substring(0, length - 1)
            : line.toString();
      }
      line.append((char) b);
      if (line.length() > MAX_LINE_BYTES) {
        throw new IOException("line longer than " + MAX_LINE_BYTES + " bytes");
      }
    }
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
