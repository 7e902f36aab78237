package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import org.jgroups.protocols.dns.DNSResolver;
import org.junit.jupiter.api.Test;

class DnsDiscoveryIT {
  private static ClusterOptions options(String name, String address, int port) {
    return new ClusterOptions(
        name,
        address,
        port,
        new ClusterOptions.Discovery.Dns(List.of("127.0.0.1", "127.0.0.2", "nowhere.invalid")),
        null);
  }

  @Test
  void membersFindEachOtherAtAllAddressesThatTheNamesResolveTo() {
    assumeThat(System.getProperty("os.name")).as("127.0.0.2 exists").startsWith("Linux");
    int port = Members.freePort();
    try (Members members = new Members()) {
      var a = members.start(options("a", "127.0.0.1", port));
      var b = members.start(options("b", "127.0.0.2", port));
      Members.awaitConnected(a, b);
    }
  }

  @Test
  void aNameThatDoesNotResolveYetHasNoAddresses() {
    assertThat(
            new AllAddressesResolver().resolveIps("nowhere.invalid", DNSResolver.DNSRecordType.A))
        .isEmpty();
  }
}
