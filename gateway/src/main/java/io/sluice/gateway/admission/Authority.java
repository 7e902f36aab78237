package io.sluice.gateway.admission;

/**
 * The grammar of a Host field: name or IP literal, then a port if any. Narrower than RFC 3986: no
 * user information and none of the separators that no host name has.
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

  private static int nameEnd(String authority) {
    int pos = 0;
    while (pos < authority.length() && nameCharacter(authority.charAt(pos))) {
      pos++;
    }
    return pos;
  }

  private static boolean nameCharacter(char c) {
    return alphanumeric(c) || c == '.' || c == '-' || c == '_' || c == '~' || c == '%';
  }

  private static int literalEnd(String authority) {
    int pos = 1;
    while (pos < authority.length() && literalCharacter(authority.charAt(pos))) {
      pos++;
    }
    return pos > 2 && pos < authority.length() && authority.charAt(pos) == ']' ? pos + 1 : -1;
  }

  private static boolean literalCharacter(char c) {
    return Character.digit(c, 16) >= 0 && c < 0x80 || c == ':' || c == '.';
  }

  private static boolean validPort(String authority, int colon) {
    int digits = authority.length() - colon - 1;
    if (authority.charAt(colon) != ':' || digits < 1 || digits > 5) {
      return false;
    }
    int port = 0;
    for (int i = colon + 1; i < authority.length(); i++) {
      char c = authority.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      port = port * 10 + (c - '0');
    }
    return port > 0 && port <= MAX_PORT;
  }

  private static boolean alphanumeric(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
