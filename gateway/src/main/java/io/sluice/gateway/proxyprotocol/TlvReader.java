package io.sluice.gateway.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sluice.gateway.proxyprotocol.ProxyTlvs.Ssl;
import io.sluice.gateway.proxyprotocol.ProxyTlvs.UniqueId;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** Reads the TLVs of a header of version 2. */
final class TlvReader {
  private static final int MAX_UNIQUE_ID = 128;
  private static final int SSL_FIXED = 5;

  private TlvReader() {}

  /**
   * Reads them.
   *
   * @param header the whole header, from its signature on
   * @param from where the first TLV begins
   */
  static ProxyTlvs read(ByteBuf header, int from) throws MalformedProxyException {
    if (from == header.readableBytes()) {
      return ProxyTlvs.NONE;
    }
    String alpn = null;
    String authority = null;
    UniqueId id = null;
    Ssl ssl = null;
    String namespace = null;
    boolean checked = false;
    ByteBuf rest = header.slice(from, header.readableBytes() - from);
    while (rest.isReadable()) {
      int type = type(rest);
      ByteBuf value = value(rest);
      switch (type) {
        case Tlv.ALPN -> alpn = ProxyParser.text(value);
        case Tlv.AUTHORITY -> authority = ProxyParser.text(value);
        case Tlv.UNIQUE_ID -> id = uniqueId(value);
        case Tlv.SSL -> ssl = ssl(value);
        case Tlv.NETNS -> namespace = ProxyParser.text(value);
        case Tlv.CRC32C -> {
          check(header, value, from + rest.readerIndex() - value.readableBytes());
          checked = true;
        }
        default -> {
          // NOOP, or of a type that says nothing here.
        }
      }
    }
    return new ProxyTlvs(alpn, authority, id, ssl, namespace, checked);
  }

  private static int type(ByteBuf rest) throws MalformedProxyException {
    if (rest.readableBytes() < 3) {
      throw new MalformedProxyException(ProxyFlaw.BAD_TLV);
    }
    return rest.readUnsignedByte();
  }

  private static ByteBuf value(ByteBuf rest) throws MalformedProxyException {
    int length = rest.readUnsignedShort();
    if (length > rest.readableBytes()) {
      throw new MalformedProxyException(ProxyFlaw.BAD_TLV);
    }
    return rest.readSlice(length);
  }

  private static UniqueId uniqueId(ByteBuf value) throws MalformedProxyException {
    if (!value.isReadable() || value.readableBytes() > MAX_UNIQUE_ID) {
      throw new MalformedProxyException(ProxyFlaw.BAD_TLV);
    }
    return UniqueId.of(ByteBufUtil.getBytes(value));
  }

  /** The checksum is that of the whole header in which its own four bytes are 0. */
  private static void check(ByteBuf header, ByteBuf value, int valueAt)
      throws MalformedProxyException {
    if (value.readableBytes() != 4) {
      throw new MalformedProxyException(ProxyFlaw.BAD_TLV);
    }
    byte[] all = ByteBufUtil.getBytes(header);
    for (int i = 0; i < 4; i++) {
      all[valueAt + i] = 0;
    }
    CRC32C sum = new CRC32C();
    sum.update(all);
    if (sum.getValue() != value.readUnsignedInt()) {
      throw new MalformedProxyException(ProxyFlaw.BAD_CHECKSUM);
    }
  }

  private static Ssl ssl(ByteBuf value) throws MalformedProxyException {
    if (value.readableBytes() < SSL_FIXED) {
      throw new MalformedProxyException(ProxyFlaw.BAD_TLV);
    }
    int client = value.readUnsignedByte();
    boolean verified = value.readUnsignedInt() == 0;
    Map<Integer, String> texts = new HashMap<>();
    while (value.isReadable()) {
      int type = type(value);
      texts.put(type, ProxyParser.text(value(value)));
    }
    return new Ssl(
        (client & Tlv.CLIENT_SSL) != 0,
        (client & Tlv.CLIENT_CERT_CONN) != 0,
        (client & Tlv.CLIENT_CERT_SESS) != 0,
        verified,
        texts.get(Tlv.SSL_VERSION),
        texts.get(Tlv.SSL_CN),
        texts.get(Tlv.SSL_CIPHER),
        texts.get(Tlv.SSL_SIG_ALG),
        texts.get(Tlv.SSL_KEY_ALG));
  }
}
