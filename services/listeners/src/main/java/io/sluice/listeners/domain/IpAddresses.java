package io.sluice.listeners.domain;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP literals in one canonical form, so that two spellings of an address are seen to be equal. */
public final class IpAddresses {
  private static final Pattern DOTTED_QUAD =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

  private IpAddresses() {}

  /**
   * The canonical form (RFC 5952 for IPv6), or empty when the text is not an IP literal. A zone
   * index ({@code %eth0}) and brackets are refused.
   */
  public static Optional<String> canonical(String text) {
    boolean shaped =
        DOTTED_QUAD.matcher(text).matches()
            || (text.indexOf(':') >= 0 && IPV6.matcher(text).matches());
    if (!shaped) {
      return Optional.empty();
    }
    try {
      return Optional.of(format(InetAddress.ofLiteral(text)));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /** Whether a canonical address is multicast, which no TCP listener can bind. */
  public static boolean isMulticast(String canonical) {
    return InetAddress.ofLiteral(canonical).isMulticastAddress();
  }

  private static String format(InetAddress address) {
    return address instanceof Inet4Address
        ? address.getHostAddress()
        : compress(address.getAddress());
  }

  /** RFC 5952: lower case, no leading zeros, the first longest run of two or more zeros as ::. */
  private static String compress(byte[] bytes) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > runLength) {
        runStart = i;
        runLength = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
      } else {
        boolean separated = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(separated ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
