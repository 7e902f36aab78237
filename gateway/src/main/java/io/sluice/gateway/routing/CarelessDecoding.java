package io.sluice.gateway.routing;

import java.util.regex.Pattern;

/** What some targets take for a slash or a dot although it was decoded already. */
final class CarelessDecoding {
  private static final int MAX_ROUNDS = 4;

  private static final Pattern OVERLONG =
      Pattern.compile("(?:\u00c0|\u00e0\u0080|\u00f0\u0080\u0080)([\u0080-\u00bf])|\u00c1(\u009c)");
  private static final Pattern UTF_16 = Pattern.compile("%u00([0-9a-fA-F]{2})");

  private CarelessDecoding() {}

  /** A path that was decoded once, decoded until there is nothing more. */
  static String of(String decodedOnce) {
    String path = decodedOnce;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      String next = UTF_16.matcher(path).replaceAll("%$1");
      next = RequestPath.decode(next, next.length());
      next =
          OVERLONG
              .matcher(next)
              .replaceAll(m -> m.group(1) == null ? "/" : overlong(m.group(1).charAt(0)));
      if (next.equals(path)) {
        break;
      }
      path = next;
    }
    int nul = path.indexOf('\0');
    return nul < 0 ? path : path.substring(0, nul);
  }

  /** The six bits of the last byte; a backslash and a dollar mean something to the caller. */
  private static String overlong(char last) {
    char c = (char) (last - 0x80);
    return c == '\\' || c == '$' ? "/" : String.valueOf(c);
  }
}
