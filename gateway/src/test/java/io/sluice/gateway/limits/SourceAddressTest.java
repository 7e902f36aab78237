package io.sluice.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class SourceAddressTest {
  @Test
  void ipv4AddressesAreSourcesOfTheirOwn() throws Exception {
    assertThat(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2")).isEqualTo(key("192.0.2.1"));
    assertThat(key("255.255.255.255")).isNotEqualTo(key("127.255.255.255"));
  }

  @Test
  void ipv6AddressesOfOne64AreOneSource() throws Exception {
    assertThat(key("2001:db8:1:2::1")).isEqualTo(key("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    assertThat(key("2001:db8:1:2::1")).isNotEqualTo(key("2001:db8:1:3::1"));
  }

  @Test
  void ipv4AddressWithinIpv6IsTheIpv4Source() throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(InetAddress.getByName("192.0.2.1").getAddress(), 0, mapped, 12, 4);
    assertThat(SourceAddress.key(mapped)).isEqualTo(key("192.0.2.1"));
  }

  private static long key(String address) throws Exception {
    return SourceAddress.key(InetAddress.getByName(address).getAddress());
  }
}
