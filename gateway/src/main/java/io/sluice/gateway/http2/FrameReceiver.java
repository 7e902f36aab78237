package io.sluice.gateway.http2;

import io.netty.buffer.ByteBuf;

/** Gets the frames of a connection, whose own form has been checked. */
public interface FrameReceiver {
  /**
   * A complete header block, which must be decoded whatever becomes of its stream.
   *
   * @param block valid during the call
   * @param dependsOnItself whether its priority is nonsense, an error of the stream
   */
  void headers(int streamId, ByteBuf block, boolean endStream, boolean dependsOnItself)
      throws ConnectionError;

  /**
   * A piece of a DATA frame; the receiver releases it.
   *
   * @param padding bytes that count for flow control beside the piece
   * @param endStream whether the stream's data ends with this piece
   */
  void data(int streamId, ByteBuf piece, int padding, boolean endStream) throws ConnectionError;

  /** A DATA frame begins that has no data at all and does not end its stream. */
  void emptyData() throws ConnectionError;

  /** The peer resets a stream. */
  void reset(int streamId, long code) throws ConnectionError;

  /** One setting; {@link #settingsEnd} follows the last one. */
  void setting(int id, long value) throws ConnectionError;

  /** A SETTINGS frame ends. */
  void settingsEnd() throws ConnectionError;

  /** The peer has acknowledged the settings. */
  void settingsAck() throws ConnectionError;

  /** A PING to be answered, or the answer to one. */
  void ping(boolean ack, long content) throws ConnectionError;

  /** The peer takes more: of a stream, or of the connection when the id is 0. */
  void windowUpdate(int streamId, int increment) throws ConnectionError;

  /** A PRIORITY frame, which means nothing (RFC 9113 section 5.3.2). */
  void priority(int streamId, boolean dependsOnItself) throws ConnectionError;

  /** The peer opens no more streams. */
  void goAway() throws ConnectionError;

  /** A frame of a type that is not known, which is ignored (RFC 9113 section 4.1). */
  void unknownFrame() throws ConnectionError;

  /** An error of one stream. */
  void streamError(int streamId, ErrorCode code) throws ConnectionError;

  /** The connection cannot go on; nothing more is given. */
  void connectionError(ConnectionError error);
}
