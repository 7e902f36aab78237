package io.sluice.health.domain;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.x answer from bytes as they come. Strict where leniency would hide a broken
 * target: line ends, field names and framing must be as RFC 9112 has them. Memory is bounded: a
 * head of {@link #MAX_HEAD_BYTES}, and a body is looked at up to {@link #MAX_BODY_BYTES}.
 */
final class HttpAnswer {
  static final int MAX_HEAD_BYTES = 16 * 1024;
  static final int MAX_BODY_BYTES = 64 * 1024;
  private static final String PREFIX = "HTTP/1.";
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})(?: [\\t\\x20-\\x7e\\x80-\\xff]*)?");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\t\\x20-\\x7e\\x80-\\xff]*)");
  private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})(?:[ \\t]*;.*)?");

  private enum Part {
    STATUS_LINE,
    FIELDS,
    SIZED_BODY,
    BODY_UNTIL_CLOSE,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    DONE
  }

  private final boolean bodiless;
  private final ByteArrayOutputStream body;
  private final StringBuilder line = new StringBuilder();
  private Part part = Part.STATUS_LINE;
  private boolean carriageReturn;
  private int headBytes;
  private int minorVersion;
  private int status;
  private long contentLength = -1;
  private boolean chunked;
  private long remaining;
  private int bodyBytes;

  /**
   * Makes a reader of one answer.
   *
   * @param toHead whether the request was HEAD, so that no body follows
   * @param keepBody whether {@link #bodyContains} will be asked
   */
  HttpAnswer(boolean toHead, boolean keepBody) {
    bodiless = toHead;
    body = keepBody ? new ByteArrayOutputStream() : null;
  }

  /** The final status code, or 0 before its head is complete. */
  int status() {
    boolean inHead = part == Part.STATUS_LINE || part == Part.FIELDS;
    return inHead ? 0 : status;
  }

  /** Whether the answer is whole, or as much of it is here as is looked at. */
  boolean done() {
    return part == Part.DONE;
  }

  /** Takes in the next bytes. */
  void feed(byte[] data) throws MalformedAnswer {
    int at = 0;
    while (at < data.length && part != Part.DONE) {
      at =
          switch (part) {
            case SIZED_BODY, CHUNK, BODY_UNTIL_CLOSE -> feedBody(data, at);
            default -> feedLine(data, at);
          };
    }
  }

  /** The peer has closed; true when that ends the answer as it should. */
  boolean end() {
    if (part == Part.BODY_UNTIL_CLOSE) {
      part = Part.DONE;
    }
    return done();
  }

  /** Whether the part of the body that is looked at contains the text, in UTF-8. */
  boolean bodyContains(String text) {
    // Each byte as one char: equal bytes are equal chars, and a character cut at the end is no
    // match.
    String haystack = body.toString(StandardCharsets.ISO_8859_1);
    String needle = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return haystack.contains(needle);
  }

  private int feedBody(byte[] data, int at) {
    int length = data.length - at;
    if (part != Part.BODY_UNTIL_CLOSE) {
      length = (int) Math.min(length, remaining);
      remaining -= length;
    }
    int kept = Math.min(length, MAX_BODY_BYTES - bodyBytes);
    bodyBytes += kept;
    if (body != null) {
      body.write(data, at, kept);
    }
    if (bodyBytes == MAX_BODY_BYTES || (part == Part.SIZED_BODY && remaining == 0)) {
      part = Part.DONE;
    } else if (part == Part.CHUNK && remaining == 0) {
      part = Part.CHUNK_END;
    }
    return at + length;
  }

  private int feedLine(byte[] data, int from) throws MalformedAnswer {
    for (int at = from; at < data.length; at++) {
      char c = (char) (data[at] & 0xff);
      if (++headBytes > MAX_HEAD_BYTES) {
        throw new MalformedAnswer("A head, chunk size or trailer of the answer is too large.");
      }
      if (carriageReturn) {
        if (c != '\n') {
          throw new MalformedAnswer("A line of the answer has a bare CR.");
        }
        carriageReturn = false;
        String text = line.toString();
        line.setLength(0);
        onLine(text);
        return at + 1;
      }
      if (c == '\n') {
        throw new MalformedAnswer("A line of the answer does not end with CR LF.");
      }
      if (c == '\r') {
        carriageReturn = true;
      } else {
        line.append(c);
        checkPrefix();
      }
    }
    return data.length;
  }

  /** A target that speaks something else may never send a line end: judge by the first bytes. */
  private void checkPrefix() throws MalformedAnswer {
    int last = line.length() - 1;
    if (part == Part.STATUS_LINE
        && last < PREFIX.length()
        && line.charAt(last) != PREFIX.charAt(last)) {
      throw new MalformedAnswer("The answer is not HTTP/1.x.");
    }
  }

  private void onLine(String text) throws MalformedAnswer {
    switch (part) {
      case STATUS_LINE -> onStatusLine(text);
      case FIELDS -> {
        if (text.isEmpty()) {
          onHeadEnd();
        } else {
          onField(text);
        }
      }
      case CHUNK_SIZE -> onChunkSize(text);
      case CHUNK_END -> {
        if (!text.isEmpty()) {
          throw new MalformedAnswer("A chunk is longer than its size says.");
        }
        headBytes = 0;
        part = Part.CHUNK_SIZE;
      }
      case TRAILERS -> {
        if (text.isEmpty()) {
          part = Part.DONE;
        }
      }
      default -> throw new IllegalStateException("no line expected in " + part);
    }
  }

  private void onStatusLine(String text) throws MalformedAnswer {
    Matcher matcher = STATUS_LINE.matcher(text);
    if (!matcher.matches()) {
      throw new MalformedAnswer("The answer has no valid status line.");
    }
    minorVersion = matcher.group(1).charAt(0) - '0';
    status = Integer.parseInt(matcher.group(2));
    contentLength = -1;
    chunked = false;
    part = Part.FIELDS;
  }

  private void onField(String text) throws MalformedAnswer {
    Matcher matcher = FIELD.matcher(text);
    if (!matcher.matches()) {
      throw new MalformedAnswer("The answer has a malformed header field.");
    }
    String value = matcher.group(2).strip();
    switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
      case "content-length" -> onContentLength(value);
      case "transfer-encoding" -> {
        if (chunked || minorVersion == 0 || !value.equalsIgnoreCase("chunked")) {
          throw new MalformedAnswer("The answer's Transfer-Encoding is not «chunked».");
        }
        chunked = true;
      }
      default -> {
        // Other fields do not say where the answer ends.
      }
    }
  }

  private void onContentLength(String value) throws MalformedAnswer {
    if (!value.matches("[0-9]{1,18}")) {
      throw new MalformedAnswer("The answer's Content-Length is not a number.");
    }
    long length = Long.parseLong(value);
    if (contentLength >= 0 && contentLength != length) {
      throw new MalformedAnswer("The answer has two Content-Lengths.");
    }
    contentLength = length;
  }

  private void onHeadEnd() throws MalformedAnswer {
    if (chunked && contentLength >= 0) {
      throw new MalformedAnswer("The answer has both Content-Length and Transfer-Encoding.");
    }
    boolean interim = status < 200 && status != 101;
    if (interim) {
      part = Part.STATUS_LINE;
    } else if (bodiless || status == 101 || status == 204 || status == 304) {
      part = Part.DONE;
    } else if (chunked) {
      headBytes = 0;
      part = Part.CHUNK_SIZE;
    } else if (contentLength >= 0) {
      remaining = contentLength;
      part = contentLength == 0 ? Part.DONE : Part.SIZED_BODY;
    } else {
      part = Part.BODY_UNTIL_CLOSE;
    }
  }

  private void onChunkSize(String text) throws MalformedAnswer {
    Matcher matcher = CHUNK_SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new MalformedAnswer("The answer has a malformed chunk size.");
    }
    remaining = Long.parseLong(matcher.group(1), 16);
    headBytes = 0;
    part = remaining == 0 ? Part.TRAILERS : Part.CHUNK;
  }
}
