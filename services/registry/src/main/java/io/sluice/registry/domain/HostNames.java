package io.sluice.registry.domain;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses of targets: IP literals and host names. */
public final class HostNames {
  /** What {@link #canonical} takes, in words. */
  public static final String ALLOWED =
      "an IPv4 or IPv6 address, or a host name of RFC 1123: labels of 1-63 letters, digits and"
          + " inner hyphens, at most 253 characters";

  private static final int MAX_CHARACTERS = 253;
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern LABELS =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  /** A name whose last label is a number is a mistyped IPv4 address: resolvers disagree on it. */
  private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?\\d+");

  private HostNames() {}

  /**
   * The one way to write an address, so that the same target is not registered twice: host names in
   * lower case, IPv6 compressed (RFC 5952) without brackets; empty when it is none.
   */
  public static Optional<String> canonical(String text) {
    if (text.contains(":")) {
      return ipv6(text);
    }
    if (IPV4.matcher(text).matches()) {
      return Optional.of(text);
    }
    String name = text.toLowerCase(Locale.ROOT);
    return name.length() <= MAX_CHARACTERS
            && LABELS.matcher(name).matches()
            && !ENDS_IN_NUMBER.matcher(name).matches()
        ? Optional.of(name)
        : Optional.empty();
  }

  /** Whether a text is a host name and no IP address. */
  public static boolean isName(String text) {
    return canonical(text).isPresent() && !text.contains(":") && !IPV4.matcher(text).matches();
  }

  /** Only text of IPv6's characters goes to the JDK, which looks up nothing then. */
  private static Optional<String> ipv6(String text) {
    if (!text.matches("[0-9a-fA-F:.]{2,45}")) {
      return Optional.empty();
    }
    try {
      return switch (InetAddress.getByName("[" + text + "]")) {
        case Inet6Address address -> Optional.of(compressed(address.getAddress()));
        // ::ffff:192.0.2.1 is the IPv4 address.
        case InetAddress mapped -> Optional.of(mapped.getHostAddress());
      };
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static String compressed(byte[] bytes) {
    int[] groups = new int[8];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
    }
    int zerosAt = -1;
    int zeros = 1;
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end] == 0) {
        end++;
      }
      if (end - i > zeros) {
        zerosAt = i;
        zeros = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == zerosAt) {
        text.append("::");
        i += zeros - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
