package io.sluice.gateway.http.codec;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;

/**
 * Reads the bytes of a complete head by the grammar of RFC 9110 and 9112, with none of the
 * leniences that these allow: one space between the parts of the first line, CR LF after each line,
 * no folding, no space before a colon, no control byte anywhere.
 *
 * <p>A head is given as bytes [from, end), where end is the offset of its empty line.
 */
final class HeadParser {
  /** Of an answer, or of trailers; more than this are an attack on hash tables. */
  static final int MAX_FIELDS = 128;

  private static final int MAX_METHOD_LENGTH = 32;

  static final boolean[] TOKEN = new boolean[256];
  static final boolean[] VALUE = new boolean[256];
  private static final boolean[] TARGET = new boolean[256];

  static {
    for (int c = 0x21; c < 0x7f; c++) {
      TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
      TARGET[c] = c != '#';
    }
    for (int c = 0x20; c < 0x100; c++) {
      VALUE[c] = c != 0x7f;
    }
    VALUE['\t'] = true;
  }

  private HeadParser() {}

  static RequestHead request(byte[] b, int end, int maxTarget, int maxFields)
      throws MalformedException {
    int pos = skip(TOKEN, b, 0);
    if (pos == 0 || pos > MAX_METHOD_LENGTH || b[pos] != ' ') {
      throw MalformedException.badRequest(Flaw.BAD_REQUEST_LINE, "request line: method");
    }
    HttpMethod method = method(b, pos);
    int targetStart = pos + 1;
    pos = skip(TARGET, b, targetStart);
    if (pos == targetStart || b[pos] != ' ') {
      throw MalformedException.badRequest(Flaw.BAD_REQUEST_LINE, "request line: target");
    }
    if (pos - targetStart > maxTarget) {
      throw new MalformedException(414, "request target of more than " + maxTarget + " bytes");
    }
    String target = text(b, targetStart, pos);
    boolean http11 = version(b, pos + 1);
    pos += 9;
    requireLineEnd(b, pos, Flaw.BAD_REQUEST_LINE, "request line: end");
    FieldList headers = new FieldList();
    Fields fields = new Fields();
    fields(b, pos + 2, end, maxFields, headers, fields);
    return new RequestHead(method, target, headers, fields, http11, end + 2);
  }

  static ResponseHead response(byte[] b, int end, boolean toHeadRequest) throws MalformedException {
    boolean http11 = version(b, 0);
    if (b[8] != ' ' || !digit(b[9]) || !digit(b[10]) || !digit(b[11]) || b[9] == '0') {
      throw MalformedException.badRequest(Flaw.BAD_REQUEST_LINE, "status line: code");
    }
    int code = (b[9] - '0') * 100 + (b[10] - '0') * 10 + (b[11] - '0');
    int pos = 12;
    String reason = "";
    if (b[pos] == ' ') {
      int reasonStart = pos + 1;
      pos = skip(VALUE, b, reasonStart);
      reason = text(b, reasonStart, pos);
    }
    requireLineEnd(b, pos, Flaw.BAD_REQUEST_LINE, "status line: reason");
    FieldList headers = new FieldList();
    Fields fields = new Fields();
    fields(b, pos + 2, end, MAX_FIELDS, headers, fields);
    return new ResponseHead(status(code, reason), headers, fields, http11, toHeadRequest, end + 2);
  }

  /** Reads field lines; notes what decides framing unless {@code fields} is null. */
  static void fields(byte[] b, int from, int end, int maxFields, FieldList into, Fields fields)
      throws MalformedException {
    int pos = from;
    int count = 0;
    AsciiString name = null;
    while (pos < end) {
      if (++count > maxFields) {
        throw new MalformedException(431, "more than " + maxFields + " header fields");
      }
      int nameStart = pos;
      pos = skip(TOKEN, b, pos);
      if (pos == nameStart || b[pos] != ':') {
        pos = FoldedLine.unfold(b, nameStart, name, into, fields);
        continue;
      }
      name = new AsciiString(b, nameStart, pos - nameStart, false);
      pos++;
      while (b[pos] == ' ' || b[pos] == '\t') {
        pos++;
      }
      int valueStart = pos;
      pos = skip(VALUE, b, pos);
      requireLineEnd(b, pos, Flaw.BAD_FIELD, "header field value");
      int valueEnd = pos;
      while (valueEnd > valueStart && (b[valueEnd - 1] == ' ' || b[valueEnd - 1] == '\t')) {
        valueEnd--;
      }
      AsciiString value = new AsciiString(b, valueStart, valueEnd - valueStart, false);
      into.append(name, value);
      if (fields != null) {
        fields.note(name, value);
      }
      pos += 2;
    }
  }

  /** A fresh, empty set of trailer fields. */
  static FieldList newHeaders() {
    return new FieldList();
  }

  /** Whether a byte may be in a token. */
  static boolean inToken(byte c) {
    return TOKEN[c & 0xff];
  }

  /** Where a field value that begins here ends; spaces at its end belong to it. */
  static int skipValue(byte[] b, int from) {
    return skip(VALUE, b, from);
  }

  private static int skip(boolean[] allowed, byte[] b, int pos) {
    while (allowed[b[pos] & 0xff]) {
      pos++;
    }
    return pos;
  }

  private static boolean version(byte[] b, int pos) throws MalformedException {
    if (b[pos] != 'H'
        || b[pos + 1] != 'T'
        || b[pos + 2] != 'T'
        || b[pos + 3] != 'P'
        || b[pos + 4] != '/'
        || !digit(b[pos + 5])
        || b[pos + 6] != '.'
        || !digit(b[pos + 7])) {
      throw MalformedException.badRequest(Flaw.BAD_VERSION, "HTTP version");
    }
    if (b[pos + 5] == '1' && b[pos + 7] == '1') {
      return true;
    }
    if (b[pos + 5] == '1' && b[pos + 7] == '0') {
      return false;
    }
    throw new MalformedException(505, Flaw.BAD_VERSION, "HTTP version other than 1.0 and 1.1");
  }

  private static void requireLineEnd(byte[] b, int pos, Flaw flaw, String what)
      throws MalformedException {
    if (b[pos] != '\r' || b[pos + 1] != '\n') {
      throw MalformedException.badRequest(b[pos] == '\r' ? Flaw.BAD_LINE_END : flaw, what);
    }
  }

  private static HttpMethod method(byte[] b, int length) {
    if (length == 3 && b[0] == 'G' && b[1] == 'E' && b[2] == 'T') {
      return HttpMethod.GET;
    }
    return HttpMethod.valueOf(text(b, 0, length));
  }

  static HttpResponseStatus status(int code, String reason) {
    HttpResponseStatus known = HttpResponseStatus.valueOf(code);
    return known.reasonPhrase().equals(reason) ? known : new HttpResponseStatus(code, reason);
  }

  private static boolean digit(byte c) {
    return c >= '0' && c <= '9';
  }

  /** The hi-byte constructor maps bytes to Latin-1 characters with one array copy. */
  @SuppressWarnings("deprecation")
  static String text(byte[] b, int from, int to) {
    return from == to ? "" : new String(b, 0, from, to - from);
  }
}
