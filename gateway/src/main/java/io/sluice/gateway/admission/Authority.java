package io.sluice.gateway.admission;

import io.netty.util.NetUtil;

/**
 * The grammar of a Host field: name or IPv6 literal, then a port if any. Narrower than RFC 3986: no
 * user information, no percent-encoding, no zone, no empty label, and none of the separators that
 * no host name has.
 */
final class Authority {
  private static final int MAX_LENGTH = 255;
  private static final int MAX_PORT = 65_535;

  private Authority() {}

  static boolean valid(String authority) {
    int length = authority.length();
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    int pos = authority.charAt(0) == '[' ? literalEnd(authority) : nameEnd(authority);
    return pos > 0 && (pos == length || validPort(authority, pos));
  }

  /** Where the name ends, or -1 when a label is empty; the root's dot may end it. */
  private static int nameEnd(String authority) {
    int pos = 0;
    char previous = '.';
    while (pos < authority.length() && nameCharacter(authority.charAt(pos))) {
      char c = authority.charAt(pos++);
      if (c == '.' && previous == '.') {
        return -1;
      }
      previous = c;
    }
    return pos;
  }

  private static boolean nameCharacter(char c) {
    return alphanumeric(c) || c == '.' || c == '-' || c == '_' || c == '~';
  }

  private static int literalEnd(String authority) {
    int end = authority.indexOf(']');
    return end > 0
            && authority.indexOf('%') < 0
            && NetUtil.isValidIpV6Address(authority.substring(1, end))
        ? end + 1
        : -1;
  }

  private static boolean validPort(String authority, int colon) {
    int digits = authority.length() - colon - 1;
    if (authority.charAt(colon) != ':' || digits < 1 || digits > 5) {
      return false;
    }
    int port = 0;
    for (int i = colon + 1; i < authority.length(); i++) {
      char c = authority.charAt(i);
      if (c < '0' || c > '9' || c == '0' && port == 0) {
        return false;
      }
      port = port * 10 + (c - '0');
    }
    return port <= MAX_PORT;
  }

  private static boolean alphanumeric(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
