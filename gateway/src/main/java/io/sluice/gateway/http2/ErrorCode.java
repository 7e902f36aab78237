package io.sluice.gateway.http2;

/** Why a stream or a connection is ended (RFC 9113 section 7). The ordinal is the code. */
public enum ErrorCode {
  /** Ended in order. */
  NO_ERROR,
  /** The peer broke the protocol. */
  PROTOCOL_ERROR,
  /** This side failed. */
  INTERNAL_ERROR,
  /** The peer sent more than its window. */
  FLOW_CONTROL_ERROR,
  /** Settings were not acknowledged in time. */
  SETTINGS_TIMEOUT,
  /** A frame for a stream that is closed. */
  STREAM_CLOSED,
  /** A frame of an impossible size. */
  FRAME_SIZE_ERROR,
  /** Not processed at all: the request may be sent again. */
  REFUSED_STREAM,
  /** No longer wanted. */
  CANCEL,
  /** Header fields that cannot be decompressed. */
  COMPRESSION_ERROR,
  /** The other end of a CONNECT failed. */
  CONNECT_ERROR,
  /** The peer causes too much work. */
  ENHANCE_YOUR_CALM
}
