package io.sluice.gateway.limits;

/** What counts as one source: an IPv4 address, or the /64 that an IPv6 client has to itself. */
public final class SourceAddress {
  private static final int IPV4_BYTES = 4;

  /** 0:ffff::/32 is reserved and never a client's, so IPv4 addresses have it to themselves. */
  private static final long IPV4_PREFIX = 0xffff_0000_0000L;

  private SourceAddress() {}

  /**
   * The key of an address's source.
   *
   * @param address 4 or 16 bytes in network order
   */
  public static long key(byte[] address) {
    if (address.length == IPV4_BYTES) {
      return IPV4_PREFIX | bits(address, 0, IPV4_BYTES);
    }
    return mappedIpv4(address) ? IPV4_PREFIX | bits(address, 12, 4) : bits(address, 0, 8);
  }

  private static boolean mappedIpv4(byte[] address) {
    return bits(address, 0, 8) == 0 && bits(address, 8, 4) == 0xffff;
  }

  private static long bits(byte[] address, int from, int count) {
    long bits = 0;
    for (int i = from; i < from + count; i++) {
      bits = bits << 8 | address[i] & 0xff;
    }
    return bits;
  }
}
