package io.sluice.gateway.proxyprotocol;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The sources from which headers of PROXY protocol are believed. */
public final class TrustedSources {
  private final List<Block> blocks = new ArrayList<>();

  /** Addresses that share their first bits. */
  private record Block(byte[] network, int bits) {
    boolean contains(byte[] address) {
      if (address.length != network.length) {
        return false;
      }
      int whole = bits / 8;
      for (int i = 0; i < whole; i++) {
        if (address[i] != network[i]) {
          return false;
        }
      }
      int rest = bits % 8;
      return rest == 0 || ((address[whole] ^ network[whole]) & 0xFF) >> 8 - rest == 0;
    }
  }

  /**
   * Sources by CIDR blocks such as {@code 10.0.0.0/8}. What is no block is left out, so that it
   * trusts nobody.
   */
  public TrustedSources(List<String> cidrs) {
    for (String cidr : cidrs) {
      int slash = cidr.indexOf('/');
      byte[] network =
          slash < 0 ? null : NetUtil.createByteArrayFromIpAddressString(cidr.substring(0, slash));
      int bits = slash < 0 ? -1 : bits(cidr.substring(slash + 1));
      if (network != null && bits >= 0 && bits <= network.length * 8) {
        blocks.add(new Block(network, bits));
      }
    }
  }

  private static int bits(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      return -1;
    }
  }

  /** Whether an address is in one of the blocks. */
  public boolean contain(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (Block block : blocks) {
      if (block.contains(bytes)) {
        return true;
      }
    }
    return false;
  }
}
