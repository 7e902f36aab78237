package io.sluice.gateway.routing;

import java.util.ArrayDeque;
import java.util.Deque;

/** The path of a request target, and the ways it can be read. */
public final class RequestPath {
  private RequestPath() {}

  /** Where the path ends in a request target: before the query. */
  public static int end(String requestTarget) {
    int query = requestTarget.indexOf('?');
    return query < 0 ? requestTarget.length() : query;
  }

  /**
   * Whether every target reads the path alike: it has no percent-encoding, no empty or dot segment,
   * no path parameter, no backslash and no fragment.
   */
  public static boolean hasOneReading(String target, int end) {
    char previous = 0;
    for (int i = 0; i < end; i++) {
      char c = target.charAt(i);
      switch (c) {
        case '%', '\\', ';', '#' -> {
          return false;
        }
        case '/', '.' -> {
          if (previous == '/') {
            return false;
          }
        }
        default -> {}
      }
      previous = c;
    }
    return true;
  }

  /**
   * The path as the most lenient target reads it: percent-decoded once (slashes too), cut at a
   * fragment, path parameters removed, backslashes as slashes, empty and dot segments resolved.
   */
  public static String lenientReading(String target, int end) {
    return resolve(decode(target, end));
  }

  /**
   * The path as careless targets read it, when that is yet another reading: decoded as often as
   * there is something to decode, by UTF-8 in too many bytes and {@code %u002f} too, and cut at a
   * NUL.
   *
   * @return null when it is the same as {@link #lenientReading}
   */
  public static String carelessReading(String target, int end) {
    if (target.lastIndexOf('%', end - 1) < 0) {
      return null;
    }
    String once = decode(target, end);
    String all = CarelessDecoding.of(once);
    return all.equals(once) ? null : resolve(all);
  }

  private static String resolve(String decoded) {
    Deque<String> segments = new ArrayDeque<>();
    boolean folder = true;
    for (String raw : decoded.replace('\\', '/').split("/", -1)) {
      int parameter = raw.indexOf(';');
      String segment = parameter < 0 ? raw : raw.substring(0, parameter);
      folder = segment.isEmpty() || segment.equals(".") || segment.equals("..");
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!folder) {
        segments.addLast(segment);
      }
    }
    String path = "/" + String.join("/", segments);
    return folder && !segments.isEmpty() ? path + "/" : path;
  }

  static String decode(String target, int end) {
    StringBuilder decoded = new StringBuilder(end);
    int i = 0;
    while (i < end) {
      char c = target.charAt(i);
      if (c == '#') {
        break;
      }
      if (c == '%' && i + 2 < end) {
        int high = Character.digit(target.charAt(i + 1), 16);
        int low = Character.digit(target.charAt(i + 2), 16);
        if (high >= 0 && low >= 0) {
          decoded.append((char) (high * 16 + low));
          i += 3;
          continue;
        }
      }
      decoded.append(c);
      i++;
    }
    return decoded.toString();
  }
}
