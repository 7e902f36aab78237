package io.sluice.gateway.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a ClientHello (RFC 8446 section 4.1.2) out of the records it comes in. */
public final class ClientHelloParser {
  /** A ClientHello with its headers must not be larger; those of browsers are below 2 KiB. */
  public static final int MAX_BYTES = 16 * 1024;

  private static final int RECORD_HEADER = 5;
  private static final int MESSAGE_HEADER = 4;
  private static final int HANDSHAKE_RECORD = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int EXT_SERVER_NAME = 0;
  private static final int EXT_GROUPS = 10;
  private static final int EXT_SIGNATURES = 13;
  private static final int EXT_ALPN = 16;
  private static final int EXT_VERSIONS = 43;
  private static final int MAX_NAME = 253;
  private static final int[] NONE = {};

  private ClientHelloParser() {}

  /**
   * Reads the ClientHello at the beginning of what a client sent. The buffer stays as it is.
   *
   * @return null when more bytes are needed
   * @throws HelloException when it cannot become a ClientHello any more
   */
  public static ClientHello parse(ByteBuf in) throws HelloException {
    ByteBuf message = message(in);
    if (message == null) {
      return null;
    }
    try {
      return hello(message);
    } catch (IndexOutOfBoundsException cutShort) {
      throw new HelloException(HandshakeFailure.MALFORMED_HELLO);
    }
  }

  /** The body of the message, or null while it is not complete. */
  private static ByteBuf message(ByteBuf in) throws HelloException {
    int at = in.readerIndex();
    int end = in.writerIndex();
    int wanted = -1;
    int collected = 0;
    List<ByteBuf> parts = new ArrayList<>(1);
    while (true) {
      if (at - in.readerIndex() > MAX_BYTES) {
        throw new HelloException(HandshakeFailure.HELLO_TOO_LARGE);
      }
      checkRecord(in, at, end);
      if (end - at < RECORD_HEADER) {
        return null;
      }
      int length = in.getUnsignedShort(at + 3);
      if (length == 0) {
        throw new HelloException(HandshakeFailure.MALFORMED_HELLO);
      }
      if (length > MAX_BYTES) {
        throw new HelloException(HandshakeFailure.HELLO_TOO_LARGE);
      }
      at += RECORD_HEADER;
      int there = Math.min(length, end - at);
      if (there > 0 && collected == 0 && in.getByte(at) != CLIENT_HELLO) {
        throw new HelloException(HandshakeFailure.MALFORMED_HELLO);
      }
      parts.add(in.slice(at, there));
      collected += there;
      at += there;
      if (wanted < 0 && collected >= MESSAGE_HEADER) {
        wanted = MESSAGE_HEADER + joined(parts).getUnsignedMedium(1);
        if (wanted > MAX_BYTES) {
          throw new HelloException(HandshakeFailure.HELLO_TOO_LARGE);
        }
      }
      if (wanted >= 0 && collected >= wanted) {
        if (collected > wanted) {
          // Nothing may follow a ClientHello before the server has answered.
          throw new HelloException(HandshakeFailure.MALFORMED_HELLO);
        }
        return joined(parts).slice(MESSAGE_HEADER, wanted - MESSAGE_HEADER);
      }
      if (there < length) {
        return null;
      }
    }
  }

  private static void checkRecord(ByteBuf in, int at, int end) throws HelloException {
    if (end > at && in.getUnsignedByte(at) != HANDSHAKE_RECORD
        || end > at + 1 && in.getUnsignedByte(at + 1) != 3) {
      throw new HelloException(HandshakeFailure.MALFORMED_HELLO);
    }
  }

  private static ByteBuf joined(List<ByteBuf> parts) {
    return parts.size() == 1
        ? parts.getFirst()
        : Unpooled.wrappedBuffer(parts.toArray(ByteBuf[]::new));
  }

  private static ClientHello hello(ByteBuf in) throws HelloException {
    int legacyVersion = in.readUnsignedShort();
    in.skipBytes(32);
    in.skipBytes(in.readUnsignedByte());
    int[] suites = numbers(in.readSlice(in.readUnsignedShort()));
    in.skipBytes(in.readUnsignedByte());
    String name = null;
    List<String> protocols = List.of();
    int[] versions = {legacyVersion};
    int[] schemes = NONE;
    int[] groups = NONE;
    ByteBuf extensions =
        in.isReadable() ? in.readSlice(in.readUnsignedShort()) : Unpooled.EMPTY_BUFFER;
    if (in.isReadable()) {
      throw new HelloException(HandshakeFailure.MALFORMED_HELLO);
    }
    while (extensions.isReadable()) {
      int type = extensions.readUnsignedShort();
      ByteBuf body = extensions.readSlice(extensions.readUnsignedShort());
      switch (type) {
        case EXT_SERVER_NAME -> name = serverName(body);
        case EXT_ALPN -> protocols = protocols(body);
        case EXT_VERSIONS -> versions = numbers(body.readSlice(body.readUnsignedByte()));
        case EXT_SIGNATURES -> schemes = numbers(body.readSlice(body.readUnsignedShort()));
        case EXT_GROUPS -> groups = numbers(body.readSlice(body.readUnsignedShort()));
        default -> {
          // Of no use for the choice of a certificate.
        }
      }
    }
    return new ClientHello(name, protocols, versions, suites, schemes, groups);
  }

  private static int[] numbers(ByteBuf list) throws HelloException {
    if (list.readableBytes() % 2 != 0) {
      throw new HelloException(HandshakeFailure.MALFORMED_HELLO);
    }
    int[] numbers = new int[list.readableBytes() / 2];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.readUnsignedShort();
    }
    return numbers;
  }

  private static String serverName(ByteBuf body) throws HelloException {
    ByteBuf list = body.readSlice(body.readUnsignedShort());
    String name = null;
    while (list.isReadable()) {
      int type = list.readUnsignedByte();
      ByteBuf value = list.readSlice(list.readUnsignedShort());
      if (type == 0 && name == null) {
        name = hostName(value);
      }
    }
    return name;
  }

  private static String hostName(ByteBuf value) throws HelloException {
    int length = value.readableBytes();
    if (length == 0 || length > MAX_NAME + 1) {
      throw new HelloException(HandshakeFailure.MALFORMED_HELLO);
    }
    for (int i = 0; i < length; i++) {
      byte c = value.getByte(value.readerIndex() + i);
      if (c <= ' ' || c == 0x7F) {
        throw new HelloException(HandshakeFailure.MALFORMED_HELLO);
      }
    }
    String text = value.toString(ISO_8859_1).toLowerCase(Locale.ROOT);
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static List<String> protocols(ByteBuf body) throws HelloException {
    ByteBuf list = body.readSlice(body.readUnsignedShort());
    List<String> protocols = new ArrayList<>(2);
    while (list.isReadable()) {
      ByteBuf name = list.readSlice(list.readUnsignedByte());
      if (!name.isReadable()) {
        throw new HelloException(HandshakeFailure.MALFORMED_HELLO);
      }
      protocols.add(name.toString(ISO_8859_1));
    }
    return List.copyOf(protocols);
  }
}
