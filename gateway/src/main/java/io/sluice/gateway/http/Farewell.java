package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The end of a WebSocket whose target leaves: a Close frame "going away" (RFC 6455 section 7.4.1)
 * to the client, in the place of the target's next frame. The client's own Close frame then goes to
 * the target as any other, so both sides end in order.
 *
 * <p>It follows the target's frames (section 5.2), since another frame may only come between two.
 */
final class Farewell {
  private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xE9};
  private static final int CLOSE = 8;

  private int headByte;
  private int opcode;
  private int lengthBytes;
  private int maskBytes;
  private long frameLength;
  private long payload;
  private boolean lost;
  private boolean targetSaid;
  private boolean asked;
  private boolean said;

  /**
   * The farewell of a tunnel.
   *
   * @param protocol what the client has switched to
   * @return null when it is no WebSocket, which nobody but its two ends can end in order
   */
  static Farewell of(String protocol) {
    return "websocket".equalsIgnoreCase(protocol) ? new Farewell() : null;
  }

  /**
   * It is time.
   *
   * @return what the client is to be sent at once; empty when the target is within a frame, or has
   *     said it itself
   */
  ByteBuf ask() {
    asked = true;
    return betweenFrames() ? say() : Unpooled.EMPTY_BUFFER;
  }

  /**
   * Takes what comes from the target.
   *
   * @param bytes given up to this
   * @return what of it the client is to be sent
   */
  ByteBuf pass(ByteBuf bytes) {
    if (said) {
      bytes.release();
      return Unpooled.EMPTY_BUFFER;
    }
    int end = follow(bytes);
    if (!asked || !betweenFrames()) {
      return bytes;
    }
    bytes.writerIndex(end);
    return Unpooled.wrappedBuffer(bytes, say());
  }

  /** Whether the client was sent it. */
  boolean said() {
    return said;
  }

  private ByteBuf say() {
    said = true;
    return Unpooled.wrappedBuffer(GOING_AWAY);
  }

  private boolean betweenFrames() {
    return headByte == 0 && payload == 0 && !lost && !targetSaid && !said;
  }

  /** Follows frames to the last byte, or once it is time to the end of the first of them. */
  private int follow(ByteBuf bytes) {
    int index = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (index < end && !lost) {
      if (payload > 0) {
        int step = (int) Math.min(payload, end - index);
        payload -= step;
        index += step;
      } else {
        head(bytes.getByte(index++));
      }
      if (asked && betweenFrames()) {
        return index;
      }
    }
    return end;
  }

  private void head(byte next) {
    if (headByte == 0) {
      opcode = next & 0x0F;
    } else if (headByte == 1) {
      maskBytes = next < 0 ? 4 : 0;
      int length = next & 0x7F;
      lengthBytes = length < 126 ? 0 : length == 126 ? 2 : 8;
      frameLength = lengthBytes == 0 ? length : 0;
    } else if (lengthBytes > 0) {
      lengthBytes--;
      frameLength = frameLength << 8 | next & 0xFF;
    } else {
      maskBytes--;
    }
    headByte++;
    if (headByte > 1 && lengthBytes == 0 && maskBytes == 0) {
      headByte = 0;
      payload = frameLength;
      lost = frameLength < 0;
      targetSaid |= opcode == CLOSE;
    }
  }
}
