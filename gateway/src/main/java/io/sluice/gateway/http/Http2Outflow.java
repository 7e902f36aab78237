package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.Deque;

/** What goes to the client on one stream: as much as its windows allow, the rest waits. */
final class Http2Outflow {
  /** What every peer takes; larger frames would let one stream hold up the others. */
  private static final int MAX_FRAME = 16_384;

  private final Http2ClientStream stream;
  private final Http2ClientConnection connection;
  private Deque<HttpContent> waiting;
  private long window;
  private boolean inTurn;

  Http2Outflow(Http2ClientStream stream, Http2ClientConnection connection) {
    this.stream = stream;
    this.connection = connection;
    this.window = connection.peer().window();
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return waiting == null || waiting.isEmpty();
  }

  /** Sends content, or keeps what the client does not take yet. A last content ends the stream. */
  void write(HttpContent content) {
    if (isEmpty() && send(content, Integer.MAX_VALUE)) {
      return;
    }
    waiting = waiting == null ? new ArrayDeque<>(4) : waiting;
    waiting.addLast(content);
    awaitTurn();
  }

  /** The client takes more of this stream; false when that is more than a window may be. */
  boolean grow(long by) {
    window += by;
    if (window > Integer.MAX_VALUE) {
      return false;
    }
    if (by > 0) {
      resume(Integer.MAX_VALUE);
    }
    return true;
  }

  /** Sends one frame of what waits for the connection's window. */
  void takeTurn() {
    inTurn = false;
    resume(1);
  }

  private void resume(int frames) {
    if (isEmpty()) {
      return;
    }
    while (!waiting.isEmpty() && send(waiting.peekFirst(), frames)) {
      waiting.pollFirst();
    }
    stream.active();
    connection.flushSoon();
    if (waiting.isEmpty()) {
      stream.outflowEmpty();
    } else {
      awaitTurn();
    }
  }

  /** What the stream's own window allows waits for the connection's, in turn with others. */
  private void awaitTurn() {
    if (window > 0 && !inTurn) {
      inTurn = true;
      connection.windows().awaitTurn(this);
    }
  }

  /** Sends so many frames at most; true when all is sent, and then it is released. */
  private boolean send(HttpContent content, int frames) {
    ByteBuf data = content.content();
    boolean last = content instanceof LastHttpContent;
    HttpHeaders trailers = last ? ((LastHttpContent) content).trailingHeaders() : null;
    boolean endsWithData = last && trailers.isEmpty();
    int size = data.readableBytes();
    for (int i = 0; size > 0; i++) {
      int part =
          (int) Math.min(Math.min(size, MAX_FRAME), Math.min(window, connection.windows().send()));
      if (part <= 0 || i == frames) {
        return false;
      }
      size -= part;
      window -= part;
      connection.windows().spend(part);
      connection.dataSent();
      connection.writer().data(stream.id(), data, part, endsWithData && size == 0);
      endsWithData &= size > 0;
    }
    if (endsWithData) {
      connection.writer().data(stream.id(), data, 0, true);
    } else if (last && !trailers.isEmpty()) {
      connection.writer().headers(stream.id(), 0, trailers, true);
    }
    content.release();
    return true;
  }

  /** Throws away what waits. */
  void release() {
    if (waiting != null) {
      waiting.forEach(HttpContent::release);
      waiting.clear();
    }
  }
}
