package io.sluice.listeners.domain;

import java.net.InetAddress;

/** Blocks of IP addresses in CIDR notation. */
public final class CidrBlocks {
  /** What a block looks like. */
  public static final String ALLOWED =
      "CIDR blocks whose address is the block's first, as 10.0.0.0/8 or 2001:db8::/32";

  private CidrBlocks() {}

  /** Whether a text is a block; bits beyond its length have to be 0. */
  public static boolean isBlock(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
      return false;
    }
    String literal = text.substring(0, slash);
    if (IpAddresses.canonical(literal).isEmpty()) {
      return false;
    }
    byte[] address = InetAddress.ofLiteral(literal).getAddress();
    int bits = Integer.parseInt(text.substring(slash + 1));
    if (bits > address.length * 8) {
      return false;
    }
    for (int bit = bits; bit < address.length * 8; bit++) {
      if ((address[bit / 8] >> 7 - bit % 8 & 1) != 0) {
        return false;
      }
    }
    return true;
  }
}
