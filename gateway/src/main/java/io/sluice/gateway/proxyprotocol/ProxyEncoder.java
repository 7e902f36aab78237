package io.sluice.gateway.proxyprotocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.NetUtil;
import io.sluice.gateway.proxyprotocol.ProxyTlvs.Ssl;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.zip.CRC32C;

/** Writes headers of PROXY protocol. */
public final class ProxyEncoder {
  private static final byte[] LOCAL = {0x20, 0, 0, 0};

  private ProxyEncoder() {}

  /**
   * A header of version 1.
   *
   * @param source the client
   * @param destination what it connected to. When that is of the other family, the IPv4 address is
   *     written as IPv6 (RFC 4291 section 2.5.5.2)
   */
  public static ByteBuf text(InetSocketAddress source, InetSocketAddress destination) {
    boolean four = bothIpv4(source, destination);
    String line =
        "PROXY "
            + (four ? "TCP4 " : "TCP6 ")
            + text(source, four)
            + ' '
            + text(destination, four)
            + ' '
            + source.getPort()
            + ' '
            + destination.getPort()
            + "\r\n";
    return Unpooled.copiedBuffer(line, US_ASCII);
  }

  /**
   * A header of version 2 for a stream.
   *
   * @param source the client
   * @param destination what it connected to; as in {@link #text}
   * @param tlvs what else is said; a checksum is added when they say {@code checked}
   */
  public static ByteBuf binary(
      InetSocketAddress source, InetSocketAddress destination, ProxyTlvs tlvs) {
    boolean four = bothIpv4(source, destination);
    ByteBuf out = Unpooled.buffer(64);
    out.writeBytes(ProxyParser.signature());
    out.writeByte(0x21).writeByte(four ? 0x11 : 0x21);
    int lengthAt = out.writerIndex();
    out.writeShort(0);
    out.writeBytes(bytes(source, four)).writeBytes(bytes(destination, four));
    out.writeShort(source.getPort()).writeShort(destination.getPort());
    write(out, Tlv.ALPN, tlvs.alpn());
    write(out, Tlv.AUTHORITY, tlvs.authority());
    if (tlvs.uniqueId() != null) {
      write(out, Tlv.UNIQUE_ID, tlvs.uniqueId().bytes());
    }
    if (tlvs.ssl() != null) {
      write(out, Tlv.SSL, ByteBufUtil.getBytes(ssl(tlvs.ssl())));
    }
    write(out, Tlv.NETNS, tlvs.namespace());
    if (tlvs.checked()) {
      write(out, Tlv.CRC32C, new byte[4]);
    }
    out.setShort(lengthAt, out.writerIndex() - lengthAt - 2);
    if (tlvs.checked()) {
      CRC32C sum = new CRC32C();
      sum.update(out.array(), out.arrayOffset(), out.writerIndex());
      out.setInt(out.writerIndex() - 4, (int) sum.getValue());
    }
    return out;
  }

  /** A header of version 2 for a connection that the sender opens for itself. */
  public static ByteBuf local() {
    return Unpooled.wrappedBuffer(ProxyParser.signature(), LOCAL);
  }

  private static boolean bothIpv4(InetSocketAddress source, InetSocketAddress destination) {
    return source.getAddress() instanceof Inet4Address
        && destination.getAddress() instanceof Inet4Address;
  }

  private static String text(InetSocketAddress address, boolean four) {
    if (four) {
      return NetUtil.toAddressString(address.getAddress());
    }
    // Of IPv6 bytes that stand for an IPv4 address Java makes an Inet4Address again.
    return address.getAddress() instanceof Inet4Address
        ? "::ffff:" + NetUtil.toAddressString(address.getAddress())
        : NetUtil.toAddressString(address.getAddress());
  }

  private static byte[] bytes(InetSocketAddress address, boolean four) {
    InetAddress ip = address.getAddress();
    if (four || !(ip instanceof Inet4Address)) {
      return ip.getAddress();
    }
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xFF;
    mapped[11] = (byte) 0xFF;
    System.arraycopy(ip.getAddress(), 0, mapped, 12, 4);
    return mapped;
  }

  private static ByteBuf ssl(Ssl ssl) {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(
        (ssl.overTls() ? Tlv.CLIENT_SSL : 0)
            | (ssl.certificateOnConnection() ? Tlv.CLIENT_CERT_CONN : 0)
            | (ssl.certificateInSession() ? Tlv.CLIENT_CERT_SESS : 0));
    out.writeInt(ssl.verified() ? 0 : 1);
    write(out, Tlv.SSL_VERSION, ssl.version());
    write(out, Tlv.SSL_CN, ssl.commonName());
    write(out, Tlv.SSL_CIPHER, ssl.cipher());
    write(out, Tlv.SSL_SIG_ALG, ssl.signatureAlgorithm());
    write(out, Tlv.SSL_KEY_ALG, ssl.keyAlgorithm());
    return out;
  }

  private static void write(ByteBuf out, int type, String text) {
    if (text != null) {
      write(out, type, text.getBytes(UTF_8));
    }
  }

  private static void write(ByteBuf out, int type, byte[] value) {
    out.writeByte(type).writeShort(value.length).writeBytes(value);
  }
}
