package io.sluice.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Decodes a client's preface and frames. Frames are given when they are complete, but DATA as it
 * comes: as slices of what was read, never copied.
 */
public final class FrameDecoder extends ByteToMessageDecoder {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private enum Phase {
    PREFACE,
    HEAD,
    PAYLOAD,
    PAD_LENGTH,
    DATA,
    PADDING,
    DISCARDING
  }

  private final FrameReceiver receiver;
  private final HeaderBlock block;
  private Phase phase = Phase.PREFACE;
  private int prefaceRead;
  private boolean settingsSeen;
  private int length;
  private int type;
  private int flags;
  private int streamId;

  /** Bytes of the DATA frame at hand that are still to come. */
  private int dataLeft;

  private int paddingLeft;
  private int flowPadding;

  /**
   * A decoder that expects the client's preface.
   *
   * @param maxHeadBytes largest head of a request; it bounds what is kept of a header block
   */
  public FrameDecoder(FrameReceiver receiver, int maxHeadBytes) {
    this.receiver = receiver;
    this.block = new HeaderBlock(maxHeadBytes);
  }

  /** From here on all bytes are thrown away. */
  public void discard() {
    phase = Phase.DISCARDING;
  }

  /** Whether the preface with its SETTINGS, or a header block, has come in part only. */
  public boolean incompleteHead() {
    return !settingsSeen
        || block.open()
        || phase == Phase.PAYLOAD
        || phase == Phase.HEAD && actualReadableBytes() > 0;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    try {
      while (advance(ctx, in)) {
        // One step after the other, as long as there are bytes for it.
      }
    } catch (ConnectionError error) {
      discard();
      in.skipBytes(in.readableBytes());
      receiver.connectionError(error);
    }
  }

  /** Makes one step; false when it needs more bytes. */
  private boolean advance(ChannelHandlerContext ctx, ByteBuf in) throws ConnectionError {
    return switch (phase) {
      case PREFACE -> preface(in);
      case HEAD -> head(in);
      case PAYLOAD -> payload(ctx, in);
      case PAD_LENGTH -> padLength(in);
      case DATA -> data(in);
      case PADDING -> padding(in);
      case DISCARDING -> {
        in.skipBytes(in.readableBytes());
        yield false;
      }
    };
  }

  private boolean preface(ByteBuf in) throws ConnectionError {
    while (in.isReadable() && prefaceRead < PREFACE.length) {
      if (in.readByte() != PREFACE[prefaceRead++]) {
        throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "connection preface");
      }
    }
    if (prefaceRead < PREFACE.length) {
      return false;
    }
    phase = Phase.HEAD;
    return true;
  }

  private boolean head(ByteBuf in) throws ConnectionError {
    if (in.readableBytes() < FrameType.HEAD) {
      return false;
    }
    length = in.readUnsignedMedium();
    type = in.readUnsignedByte();
    flags = in.readUnsignedByte();
    streamId = in.readInt() & Integer.MAX_VALUE;
    if (length > FrameType.MAX_PAYLOAD) {
      throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "frame above 16384 bytes");
    }
    if (!settingsSeen) {
      if (type != FrameType.SETTINGS || flag(FrameType.ACK)) {
        throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "preface without SETTINGS");
      }
      settingsSeen = true;
    }
    block.checkNext(type, streamId);
    phase = Phase.PAYLOAD;
    if (type == FrameType.DATA) {
      beginData();
    }
    return true;
  }

  private boolean flag(int bit) {
    return (flags & bit) != 0;
  }

  private void beginData() throws ConnectionError {
    requireStream();
    dataLeft = length;
    paddingLeft = 0;
    flowPadding = 0;
    phase = flag(FrameType.PADDED) ? Phase.PAD_LENGTH : Phase.DATA;
    if (length == 0 && !flag(FrameType.END_STREAM)) {
      receiver.emptyData();
    }
  }

  private boolean padLength(ByteBuf in) throws ConnectionError {
    if (!in.isReadable()) {
      return false;
    }
    paddingLeft = in.readUnsignedByte();
    flowPadding = paddingLeft + 1;
    dataLeft = length - flowPadding;
    if (dataLeft < 0) {
      throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "padding longer than its frame");
    }
    if (dataLeft == 0 && !flag(FrameType.END_STREAM)) {
      receiver.emptyData();
    }
    phase = Phase.DATA;
    return true;
  }

  private boolean data(ByteBuf in) throws ConnectionError {
    int size = Math.min(in.readableBytes(), dataLeft);
    if (size == 0 && dataLeft > 0) {
      return false;
    }
    dataLeft -= size;
    int padding = flowPadding;
    flowPadding = 0;
    if (dataLeft == 0) {
      phase = paddingLeft > 0 ? Phase.PADDING : Phase.HEAD;
    }
    ByteBuf piece = size == 0 ? Unpooled.EMPTY_BUFFER : in.readRetainedSlice(size);
    receiver.data(streamId, piece, padding, dataLeft == 0 && flag(FrameType.END_STREAM));
    return true;
  }

  private boolean padding(ByteBuf in) {
    int size = Math.min(in.readableBytes(), paddingLeft);
    in.skipBytes(size);
    paddingLeft -= size;
    if (paddingLeft > 0) {
      return false;
    }
    phase = Phase.HEAD;
    return true;
  }

  private boolean payload(ChannelHandlerContext ctx, ByteBuf in) throws ConnectionError {
    if (in.readableBytes() < length) {
      return false;
    }
    int end = in.readerIndex() + length;
    phase = Phase.HEAD;
    switch (type) {
      case FrameType.HEADERS -> headers(ctx, in, end);
      case FrameType.CONTINUATION -> {
        block.append(in, end);
        endBlock();
      }
      case FrameType.PRIORITY -> priority(in);
      case FrameType.RST_STREAM -> {
        requireStream();
        requireLength(4);
        receiver.reset(streamId, in.readUnsignedInt());
      }
      case FrameType.SETTINGS -> settings(in);
      case FrameType.PUSH_PROMISE ->
          throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "PUSH_PROMISE from a client");
      case FrameType.PING -> {
        requireConnection();
        requireLength(8);
        receiver.ping(flag(FrameType.ACK), in.readLong());
      }
      case FrameType.GOAWAY -> {
        requireConnection();
        if (length < 8) {
          throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "GOAWAY of the wrong size");
        }
        receiver.goAway();
      }
      case FrameType.WINDOW_UPDATE -> windowUpdate(in);
      default -> receiver.unknownFrame();
    }
    if (phase == Phase.DISCARDING) {
      return true;
    }
    in.readerIndex(end);
    return true;
  }

  private void headers(ChannelHandlerContext ctx, ByteBuf in, int frameEnd) throws ConnectionError {
    requireStream();
    int end = frameEnd;
    int head = (flag(FrameType.PADDED) ? 1 : 0) + (flag(FrameType.PRIORITISED) ? 5 : 0);
    if (length < head) {
      throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "HEADERS of the wrong size");
    }
    if (flag(FrameType.PADDED)) {
      end -= in.readUnsignedByte();
    }
    boolean dependsOnItself = false;
    if (flag(FrameType.PRIORITISED)) {
      dependsOnItself = (in.readInt() & Integer.MAX_VALUE) == streamId;
      in.skipBytes(1);
    }
    if (end < in.readerIndex()) {
      throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "padding longer than its frame");
    }
    boolean endStream = flag(FrameType.END_STREAM);
    if (flag(FrameType.END_HEADERS)) {
      block.checkSize(end - in.readerIndex());
      int rest = in.writerIndex();
      in.writerIndex(end);
      try {
        receiver.headers(streamId, in, endStream, dependsOnItself);
      } finally {
        in.writerIndex(rest);
      }
    } else {
      block.begin(ctx.alloc(), streamId, endStream, dependsOnItself);
      block.append(in, end);
    }
  }

  private void endBlock() throws ConnectionError {
    if (flag(FrameType.END_HEADERS)) {
      block.end(receiver);
    }
  }

  private void priority(ByteBuf in) throws ConnectionError {
    requireStream();
    if (length == 5) {
      receiver.priority(streamId, (in.readInt() & Integer.MAX_VALUE) == streamId);
    } else {
      receiver.streamError(streamId, ErrorCode.FRAME_SIZE_ERROR);
    }
  }

  private void settings(ByteBuf in) throws ConnectionError {
    requireConnection();
    if (length % 6 != 0 || flag(FrameType.ACK) && length > 0) {
      throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS of the wrong size");
    }
    if (flag(FrameType.ACK)) {
      receiver.settingsAck();
      return;
    }
    for (int i = 0; i < length; i += 6) {
      receiver.setting(in.readUnsignedShort(), in.readUnsignedInt());
    }
    receiver.settingsEnd();
  }

  private void windowUpdate(ByteBuf in) throws ConnectionError {
    requireLength(4);
    int increment = in.readInt() & Integer.MAX_VALUE;
    if (increment > 0) {
      receiver.windowUpdate(streamId, increment);
    } else if (streamId == 0) {
      throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
    } else {
      receiver.streamError(streamId, ErrorCode.PROTOCOL_ERROR);
    }
  }

  private void requireStream() throws ConnectionError {
    if (streamId == 0) {
      throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "a stream's frame on stream 0");
    }
  }

  private void requireConnection() throws ConnectionError {
    if (streamId != 0) {
      throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "the connection's frame on a stream");
    }
  }

  private void requireLength(int expected) throws ConnectionError {
    if (length != expected) {
      throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "frame of the wrong size");
    }
  }

  /** The super class would read on when a read made nothing, even though reading was stopped. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    discardSomeReadBytes();
    ctx.fireChannelReadComplete();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    block.release();
  }
}
