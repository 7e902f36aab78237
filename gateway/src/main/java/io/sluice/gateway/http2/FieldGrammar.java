package io.sluice.gateway.http2;

import io.netty.util.AsciiString;

/**
 * What names, values and targets may consist of (RFC 9113 section 8.2.1): what HTTP/1 allows, since
 * it is what they are translated to, but no upper-case letter in a name and no space around a
 * value.
 */
final class FieldGrammar {
  private static final boolean[] NAME = new boolean[256];
  private static final boolean[] METHOD = new boolean[256];
  private static final boolean[] VALUE = new boolean[256];
  private static final boolean[] TARGET = new boolean[256];

  static {
    for (int c = 0x21; c < 0x7f; c++) {
      METHOD[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
      NAME[c] = METHOD[c] && (c < 'A' || c > 'Z');
      TARGET[c] = c != '#';
    }
    for (int c = 0x20; c < 0x100; c++) {
      VALUE[c] = c != 0x7f;
    }
    VALUE['\t'] = true;
  }

  private FieldGrammar() {}

  static boolean name(AsciiString name) {
    return !name.isEmpty() && all(NAME, name);
  }

  static boolean method(AsciiString method) {
    return !method.isEmpty() && method.length() <= 32 && all(METHOD, method);
  }

  static boolean target(AsciiString target) {
    return all(TARGET, target);
  }

  static boolean value(AsciiString value) {
    int length = value.length();
    return length == 0
        || !space(value.byteAt(0)) && !space(value.byteAt(length - 1)) && all(VALUE, value);
  }

  private static boolean space(byte b) {
    return b == ' ' || b == '\t';
  }

  private static boolean all(boolean[] allowed, AsciiString text) {
    byte[] bytes = text.array();
    int end = text.arrayOffset() + text.length();
    for (int i = text.arrayOffset(); i < end; i++) {
      if (!allowed[bytes[i] & 0xff]) {
        return false;
      }
    }
    return true;
  }

  /** A Content-Length of up to 18 digits, or -1. */
  static long length(AsciiString value) {
    int digits = value.length();
    if (digits == 0 || digits > 18) {
      return -1;
    }
    long length = 0;
    for (int i = 0; i < digits; i++) {
      int digit = value.byteAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      length = length * 10 + digit;
    }
    return length;
  }
}
