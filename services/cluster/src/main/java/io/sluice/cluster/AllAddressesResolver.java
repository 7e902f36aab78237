package io.sluice.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;
import org.jgroups.Address;
import org.jgroups.protocols.dns.DNSResolver;
import org.jgroups.stack.IpAddress;

/**
 * Resolves a name to all of its addresses by the JDK. JGroups' own resolver needs JNDI, which
 * Quarkus disables.
 */
final class AllAddressesResolver implements DNSResolver {
  private static final Logger LOG = Logger.getLogger(AllAddressesResolver.class);

  @Override
  public List<Address> resolveIps(String name, DNSRecordType recordType) {
    try {
      return Arrays.stream(InetAddress.getAllByName(name.trim()))
          .<Address>map(address -> new IpAddress(address, 0))
          .toList();
    } catch (UnknownHostException e) {
      LOG.debugf("cluster discovery: %s does not resolve yet", name);
      return List.of();
    }
  }
}
