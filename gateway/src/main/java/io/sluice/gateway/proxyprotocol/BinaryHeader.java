package io.sluice.gateway.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sluice.gateway.proxyprotocol.ProxyHeader.Family;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Version 2: a signature, a fixed part of four bytes, addresses and TLVs. */
final class BinaryHeader {
  static final int FIXED = ProxyParser.signatureLength() + 4;
  static final int IPV4_BYTES = 12;
  static final int IPV6_BYTES = 36;
  private static final int UNIX_BYTES = 216;
  private static final int VERSION = 0x20;
  private static final int MOST_TRANSPORTS = 2;

  private BinaryHeader() {}

  static ProxyHeader parse(ByteBuf in) throws MalformedProxyException {
    int at = in.readerIndex() + ProxyParser.signatureLength();
    int there = in.writerIndex() - at;
    int command = there > 0 ? in.getUnsignedByte(at) : VERSION;
    if (command != VERSION && command != VERSION + 1) {
      throw new MalformedProxyException(ProxyFlaw.BAD_VERSION_OR_COMMAND);
    }
    if (there < 4) {
      return null;
    }
    int length = FIXED + in.getUnsignedShort(at + 2);
    if (length > ProxyParser.MAX_BYTES) {
      throw new MalformedProxyException(ProxyFlaw.HEADER_TOO_LONG);
    }
    if (in.readableBytes() < length) {
      return null;
    }
    if (command == VERSION) {
      // LOCAL: whatever else the header says must be passed over.
      return new ProxyHeader(2, length, Family.UNSPECIFIED, null, null, ProxyTlvs.NONE);
    }
    return proxied(in.slice(in.readerIndex(), length), in.getUnsignedByte(at + 1));
  }

  private static ProxyHeader proxied(ByteBuf header, int familyByte)
      throws MalformedProxyException {
    Family family = family(familyByte);
    int addresses =
        switch (family) {
          case UNSPECIFIED -> 0;
          case INET -> IPV4_BYTES;
          case INET6 -> IPV6_BYTES;
          case UNIX -> UNIX_BYTES;
        };
    if (header.readableBytes() < FIXED + addresses) {
      throw new MalformedProxyException(ProxyFlaw.TRUNCATED_ADDRESSES);
    }
    InetSocketAddress source = null;
    InetSocketAddress destination = null;
    if (family == Family.INET || family == Family.INET6) {
      int size = family == Family.INET ? 4 : 16;
      source = address(header, FIXED, size, FIXED + 2 * size);
      destination = address(header, FIXED + size, size, FIXED + 2 * size + 2);
    }
    ProxyTlvs tlvs = TlvReader.read(header, FIXED + addresses);
    return new ProxyHeader(2, header.readableBytes(), family, source, destination, tlvs);
  }

  private static Family family(int value) throws MalformedProxyException {
    int transport = value & 0x0F;
    if (transport > MOST_TRANSPORTS || value >> 4 > 3) {
      throw new MalformedProxyException(ProxyFlaw.BAD_FAMILY);
    }
    return transport == 0
        ? Family.UNSPECIFIED
        : switch (value >> 4) {
          case 1 -> Family.INET;
          case 2 -> Family.INET6;
          case 3 -> Family.UNIX;
          default -> Family.UNSPECIFIED;
        };
  }

  private static InetSocketAddress address(ByteBuf header, int at, int size, int portAt)
      throws MalformedProxyException {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(ByteBufUtil.getBytes(header, at, size)),
          header.getUnsignedShort(portAt));
    } catch (UnknownHostException e) {
      throw new MalformedProxyException(ProxyFlaw.TRUNCATED_ADDRESSES);
    }
  }
}
