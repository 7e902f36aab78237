package io.sluice.gateway.proxyprotocol;

import io.sluice.gateway.routing.AddressBlocks;
import java.net.InetAddress;
import java.util.List;

/** The sources from which headers of PROXY protocol are believed. */
public final class TrustedSources {
  private final AddressBlocks blocks;

  /**
   * Sources by CIDR blocks such as {@code 10.0.0.0/8}. What is no block is left out, so that it
   * trusts nobody.
   */
  public TrustedSources(List<String> cidrs) {
    blocks = new AddressBlocks(cidrs);
  }

  /** Whether an address is in one of the blocks. */
  public boolean contain(InetAddress address) {
    return blocks.contain(address.getAddress());
  }
}
