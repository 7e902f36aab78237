package io.sluice.gateway.http;

import io.sluice.gateway.http2.ConnectionError;
import io.sluice.gateway.http2.ErrorCode;
import io.sluice.gateway.http2.Flood;
import java.util.ArrayDeque;
import java.util.Deque;

/** Flow control of a connection as a whole (RFC 9113 section 5.2), both ways. */
final class Http2Windows {
  /** What each side may send on a stream, and on the connection, unless told otherwise. */
  static final int DEFAULT = 65_535;

  /** What a client may send ahead of all targets; Envoy's advice for clients not trusted. */
  static final int CONNECTION = 1024 * 1024;

  /**
   * Pieces of bodies that may wait for their targets, some 250 bytes of memory each: the whole
   * window in pieces of 64 bytes. Without a bound it could come as a million.
   */
  private static final int MAX_PIECES = CONNECTION / 64;

  private final Http2ClientConnection connection;
  private final Deque<Http2Outflow> turns = new ArrayDeque<>();
  private long send = DEFAULT;
  private int receive = CONNECTION;
  private int credit;
  private int pieces;

  Http2Windows(Http2ClientConnection connection) {
    this.connection = connection;
  }

  /** Bytes that the client takes at once. */
  long send() {
    return send;
  }

  void spend(int bytes) {
    send -= bytes;
  }

  /** Calls a stream's outflow when the client takes more, after those that came before it. */
  void awaitTurn(Http2Outflow outflow) {
    turns.addLast(outflow);
  }

  /** The client takes more. */
  void grow(int by) throws ConnectionError {
    send += by;
    if (send > Integer.MAX_VALUE) {
      throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "window above 2^31-1");
    }
    while (send > 0 && !turns.isEmpty()) {
      turns.pollFirst().takeTurn();
    }
  }

  /** The client has sent so much, as one piece. */
  void received(int bytes) throws ConnectionError {
    receive -= bytes;
    if (receive < 0) {
      throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "more than the connection's window");
    }
    if (++pieces > MAX_PIECES) {
      throw new ConnectionError(Flood.SMALL_DATA);
    }
  }

  /** So much of what came, in so many pieces, is out of the way. */
  void returnCredit(int bytes, int ofPieces) {
    pieces -= ofPieces;
    credit += bytes;
    if (credit >= CONNECTION / 2) {
      connection.writer().windowUpdate(0, credit);
      connection.flushSoon();
      receive += credit;
      credit = 0;
    }
  }
}
