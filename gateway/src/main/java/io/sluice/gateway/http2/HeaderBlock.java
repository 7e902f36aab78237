package io.sluice.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A header block that comes in several frames: HEADERS and CONTINUATION. */
final class HeaderBlock {
  /**
   * CVE-2024-27316 and its like: frames without end, each of few bytes or none. The largest head
   * that a listener can allow fills 4 full frames.
   */
  private static final int MAX_CONTINUATIONS = 16;

  private final int maxBytes;
  private ByteBuf bytes;
  private int streamId;
  private boolean endStream;
  private boolean dependsOnItself;
  private int continuations;

  /**
   * No block yet.
   *
   * @param maxHead largest head; a compressed one of twice the size and a frame is still answered
   */
  HeaderBlock(int maxHead) {
    this.maxBytes = 2 * maxHead + FrameType.MAX_PAYLOAD;
  }

  /** Whether more of it is to come. */
  boolean open() {
    return bytes != null;
  }

  /** Nothing but its own CONTINUATION may come within a block (RFC 9113 section 6.10). */
  void checkNext(int type, int nextStreamId) throws ConnectionError {
    boolean continuation = type == FrameType.CONTINUATION;
    if (continuation != open() || continuation && nextStreamId != streamId) {
      throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "frame inside, or outside, a block");
    }
    if (continuation && ++continuations > MAX_CONTINUATIONS) {
      throw new ConnectionError(Flood.CONTINUATION);
    }
  }

  void begin(ByteBufAllocator allocator, int newStreamId, boolean ends, boolean nonsense) {
    bytes = allocator.buffer(1024);
    streamId = newStreamId;
    endStream = ends;
    dependsOnItself = nonsense;
    continuations = 0;
  }

  /** Takes what is there up to {@code end}. */
  void append(ByteBuf in, int end) throws ConnectionError {
    int size = end - in.readerIndex();
    checkSize(bytes.readableBytes() + size);
    bytes.writeBytes(in, size);
  }

  void checkSize(int size) throws ConnectionError {
    if (size > maxBytes) {
      throw new ConnectionError(Flood.CONTINUATION);
    }
  }

  /** Gives the complete block. */
  void end(FrameReceiver receiver) throws ConnectionError {
    ByteBuf complete = bytes;
    bytes = null;
    try {
      receiver.headers(streamId, complete, endStream, dependsOnItself);
    } finally {
      complete.release();
    }
  }

  void release() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
