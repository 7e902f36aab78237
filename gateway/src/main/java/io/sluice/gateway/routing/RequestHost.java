package io.sluice.gateway.routing;

import java.util.Locale;

/** The host of a request, in the form that rules are compared with. */
public final class RequestHost {
  private RequestHost() {}

  /**
   * Brings a Host field or an authority into the form of rules: lower case, without port and
   * without the dot of the root. An IPv6 literal keeps its brackets.
   *
   * @param authority {@code host}, {@code host:port} or {@code [ipv6]:port}, or null
   * @return the host, or null when there is none
   */
  public static String normalize(String authority) {
    if (authority == null) {
      return null;
    }
    int end = authority.length();
    int colon = authority.lastIndexOf(':');
    if (colon > authority.lastIndexOf(']')) {
      end = colon;
    }
    if (end > 1 && authority.charAt(end - 1) == '.') {
      end--;
    }
    if (end == 0) {
      return null;
    }
    return authority.substring(0, end).toLowerCase(Locale.ROOT);
  }
}
