package io.sluice.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Writes frames one after the other into one buffer, which is sent as a whole: a hundred small
 * answers are one write. Large bodies are not copied.
 */
public final class FrameWriter {
  /** Copying this much costs less than a buffer of its own on the way to the socket. */
  private static final int MAX_COPIED = 4096;

  private static final int BATCH = 16 * 1024;

  private final ChannelHandlerContext context;
  private ByteBuf batch;
  private boolean tableEmptied;

  /** Writes to the channel of {@code context}. */
  public FrameWriter(ChannelHandlerContext context) {
    this.context = context;
  }

  /** Whether something waits for {@link #flush}. */
  public boolean pending() {
    return batch != null;
  }

  /** Sends all that was written. */
  public void flush() {
    passBatch();
    context.flush();
  }

  private void passBatch() {
    if (batch != null) {
      ByteBuf full = batch;
      batch = null;
      context.write(full, context.voidPromise());
    }
  }

  private ByteBuf room(int bytes) {
    if (batch != null && batch.writableBytes() < bytes) {
      passBatch();
    }
    if (batch == null) {
      batch = context.alloc().directBuffer(Math.max(BATCH, bytes));
    }
    return batch;
  }

  private ByteBuf frame(int payload, int type, int flags, int streamId) {
    ByteBuf out = room(FrameType.HEAD + payload);
    head(out, payload, type, flags, streamId);
    return out;
  }

  private static void head(ByteBuf out, int payload, int type, int flags, int streamId) {
    out.writeMedium(payload);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(streamId);
  }

  /**
   * Writes the head of an answer.
   *
   * @param status its status, or 0 for trailers
   */
  public void headers(int streamId, int status, HttpHeaders fields, boolean endStream) {
    ByteBuf out = room(BATCH / 4);
    int start = out.writerIndex();
    out.writeZero(FrameType.HEAD);
    int from = out.writerIndex();
    if (!tableEmptied) {
      // The peer may allow any table later on, even none, and need not be told of it again.
      tableEmptied = true;
      out.writeByte(FieldEncoder.EMPTY_TABLE);
    }
    FieldEncoder.encode(status, fields, out);
    int size = out.writerIndex() - from;
    int flags = endStream ? FrameType.END_STREAM : 0;
    if (size <= FrameType.MAX_PAYLOAD) {
      out.setMedium(start, size);
      out.setByte(start + 3, FrameType.HEADERS);
      out.setByte(start + 4, flags | FrameType.END_HEADERS);
      out.setInt(start + 5, streamId);
    } else {
      byte[] block = ByteBufUtil.getBytes(out, from, size);
      out.writerIndex(start);
      longBlock(streamId, block, flags);
    }
  }

  private void longBlock(int streamId, byte[] block, int flags) {
    int type = FrameType.HEADERS;
    for (int at = 0; at < block.length; at += FrameType.MAX_PAYLOAD) {
      int size = Math.min(FrameType.MAX_PAYLOAD, block.length - at);
      int end = at + size == block.length ? FrameType.END_HEADERS : 0;
      int first = at == 0 ? flags : 0;
      frame(size, type, first | end, streamId).writeBytes(block, at, size);
      type = FrameType.CONTINUATION;
    }
  }

  /**
   * Writes one DATA frame; it does not release the content.
   *
   * @param size how much of the content's readable bytes; they are read
   */
  public void data(int streamId, ByteBuf content, int size, boolean endStream) {
    int flags = endStream ? FrameType.END_STREAM : 0;
    if (size <= MAX_COPIED) {
      frame(size, FrameType.DATA, flags, streamId).writeBytes(content, size);
    } else {
      head(room(FrameType.HEAD), size, FrameType.DATA, flags, streamId);
      passBatch();
      context.write(content.readRetainedSlice(size), context.voidPromise());
    }
  }

  /** Ends a stream before its time. */
  public void reset(int streamId, ErrorCode code) {
    frame(4, FrameType.RST_STREAM, 0, streamId).writeInt(code.ordinal());
  }

  /** Says how this side is to be spoken to: pairs of id and value. */
  public void settings(int... idsAndValues) {
    ByteBuf out = frame(idsAndValues.length * 3, FrameType.SETTINGS, 0, 0);
    for (int i = 0; i < idsAndValues.length; i += 2) {
      out.writeShort(idsAndValues[i]);
      out.writeInt(idsAndValues[i + 1]);
    }
  }

  /** Acknowledges the peer's settings. */
  public void settingsAck() {
    frame(0, FrameType.SETTINGS, FrameType.ACK, 0);
  }

  /** Writes a PING, or the answer to one. */
  public void ping(boolean ack, long content) {
    frame(8, FrameType.PING, ack ? FrameType.ACK : 0, 0).writeLong(content);
  }

  /** Lets the peer send more: on a stream, or on the connection when the id is 0. */
  public void windowUpdate(int streamId, int increment) {
    frame(4, FrameType.WINDOW_UPDATE, 0, streamId).writeInt(increment);
  }

  /** Says which streams are the last ones to be answered, and why. */
  public void goAway(int lastStreamId, ErrorCode code, String detail) {
    byte[] text = detail.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    ByteBuf out = frame(8 + text.length, FrameType.GOAWAY, 0, 0);
    out.writeInt(lastStreamId);
    out.writeInt(code.ordinal());
    out.writeBytes(text);
  }

  /** Throws away what was not sent. */
  public void release() {
    if (batch != null) {
      batch.release();
      batch = null;
    }
  }
}
