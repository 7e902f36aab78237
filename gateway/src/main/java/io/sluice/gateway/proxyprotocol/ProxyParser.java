package io.sluice.gateway.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * Finds a header of PROXY protocol at the beginning of what a connection brings. The buffer stays
 * as it is, so that it can be asked again when more bytes are there, however they are cut.
 */
public final class ProxyParser {
  /** A header of version 2 must not be longer; the addresses of Unix sockets need 232. */
  public static final int MAX_BYTES = 4096;

  private static final byte[] V1 = {'P', 'R', 'O', 'X', 'Y', ' '};
  private static final byte[] V2 = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };

  private ProxyParser() {}

  /**
   * Reads the header.
   *
   * @param in what came; the header begins at its reader index
   * @return null when more bytes are needed
   * @throws MalformedProxyException when it cannot become a header any more
   */
  public static ProxyHeader parse(ByteBuf in) throws MalformedProxyException {
    if (begins(in, V1)) {
      return in.readableBytes() < V1.length ? null : TextHeader.parse(in);
    }
    if (begins(in, V2)) {
      return in.readableBytes() < V2.length ? null : BinaryHeader.parse(in);
    }
    throw new MalformedProxyException(ProxyFlaw.NO_HEADER);
  }

  /** Whether what there is of {@code in} is that of {@code prefix}. */
  private static boolean begins(ByteBuf in, byte[] prefix) {
    int length = Math.min(in.readableBytes(), prefix.length);
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  static byte[] signature() {
    return V2.clone();
  }

  static int signatureLength() {
    return V2.length;
  }

  static String text(ByteBuf bytes) {
    return new String(ByteBufUtil.getBytes(bytes), java.nio.charset.StandardCharsets.UTF_8);
  }
}
