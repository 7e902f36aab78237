package io.sluice.gateway.proxyprotocol;

import java.net.InetSocketAddress;

/**
 * A header of PROXY protocol.
 *
 * @param version 1 or 2
 * @param length its bytes
 * @param family what the addresses are; {@link Family#UNSPECIFIED} for UNKNOWN (version 1) and for
 *     LOCAL (version 2): then the connection is the sender's own
 * @param source the client; null unless the family is INET or INET6
 * @param destination what the client connected to; null when {@code source} is
 * @param tlvs what else version 2 says; {@link ProxyTlvs#NONE} with version 1 and with LOCAL
 */
public record ProxyHeader(
    int version,
    int length,
    Family family,
    InetSocketAddress source,
    InetSocketAddress destination,
    ProxyTlvs tlvs) {

  /** Families of addresses. */
  public enum Family {
    /** No address that is of use. */
    UNSPECIFIED,
    /** IPv4. */
    INET,
    /** IPv6. */
    INET6,
    /** Sockets of the sender's file system, whose paths say nothing elsewhere. */
    UNIX
  }
}
