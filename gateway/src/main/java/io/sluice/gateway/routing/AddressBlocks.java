package io.sluice.gateway.routing;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;

/** Blocks of IP addresses. */
public final class AddressBlocks {
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

  /** Those of texts such as {@code 10.0.0.0/8}. What is no block is left out. */
  public AddressBlocks(List<String> cidrs) {
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

  /** How many there are. */
  int size() {
    return blocks.size();
  }

  /** Whether an address is in one of the blocks. */
  public boolean contain(byte[] address) {
    for (Block block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
