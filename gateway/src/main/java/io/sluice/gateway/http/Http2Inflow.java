package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;

/**
 * What a client may send on one stream, and what of that waits for the target: it is given back as
 * the target takes it.
 */
final class Http2Inflow {
  /**
   * A piece up to this size that has to wait is copied: else it keeps all that was read with it.
   */
  private static final int SMALL_PIECE = 256;

  private final Http2ClientConnection connection;
  private final int streamId;
  private int window = Http2ClientConnection.STREAM_WINDOW;

  /** Bytes that came and that the target has not yet made room for. */
  private int held;

  private int heldPieces;

  /** Bytes that the client may send again but was not yet told of. */
  private int credit;

  Http2Inflow(Http2ClientConnection connection, int streamId) {
    this.connection = connection;
    this.streamId = streamId;
  }

  /** Notes a piece; false when it is more than the client may send. */
  boolean received(int bytes) {
    window -= bytes;
    held += bytes;
    heldPieces++;
    return window >= 0;
  }

  /** Whether something waits. */
  boolean waits() {
    return heldPieces > 0;
  }

  /** The form in which a piece waits that came while others did. */
  static ByteBuf compact(ByteBuf piece) {
    int size = piece.readableBytes();
    if (size == 0 || size > SMALL_PIECE) {
      return piece;
    }
    ByteBuf copy = piece.alloc().directBuffer(size);
    copy.writeBytes(piece);
    piece.release();
    return copy;
  }

  /** What waited is out of the way, or will never be taken. */
  void release() {
    connection.windows().returnCredit(held, heldPieces);
    held = 0;
    heldPieces = 0;
  }

  /** What waited was taken: the client may send as much again. */
  void taken(boolean clientEnded) {
    credit += held;
    release();
    // Announced in halves: a client needs no more, and each costs both sides a frame.
    if (!clientEnded && credit >= Http2ClientConnection.STREAM_WINDOW / 2) {
      connection.writer().windowUpdate(streamId, credit);
      connection.flushSoon();
      window += credit;
      credit = 0;
    }
  }
}
