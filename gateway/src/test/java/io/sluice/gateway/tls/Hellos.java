package io.sluice.gateway.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** First messages of a real client, Java's. */
public final class Hellos {
  private Hellos() {}

  /** Of TLS 1.3 alone, in one record. */
  public static byte[] tls13(String serverName) {
    return of(serverName, new String[] {"TLSv1.3"});
  }

  /** The same message in records of a few bytes each. */
  public static byte[] spread(byte[] record, int size) {
    ByteBuf out = Unpooled.buffer();
    for (int at = 5; at < record.length; at += size) {
      int length = Math.min(size, record.length - at);
      out.writeByte(22).writeShort(0x0301).writeShort(length).writeBytes(record, at, length);
    }
    return ByteBufUtil.getBytes(out);
  }

  /** With these versions and application protocols, in one record. */
  public static byte[] of(String serverName, String[] versions, String... protocols) {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setProtocols(versions);
      parameters.setApplicationProtocols(protocols);
      if (serverName != null) {
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
      }
      engine.setSSLParameters(parameters);
      ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), out);
      return Arrays.copyOf(out.array(), out.position());
    } catch (GeneralSecurityException | SSLException e) {
      throw new IllegalStateException(e);
    }
  }
}
