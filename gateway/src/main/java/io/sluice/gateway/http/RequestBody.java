package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.sluice.gateway.upstream.UpstreamExchange;
import java.util.ArrayDeque;
import java.util.Deque;

/** The body of a request: what of it has come, what waits for a connection, what has gone on. */
final class RequestBody {
  private Deque<HttpContent> waiting;
  private boolean complete;
  private boolean sent;

  /** The end of a request without a body, which a repeated attempt must send again. */
  private LastHttpContent sentEnd;

  /** Notes a piece that came. */
  void received(HttpContent content) {
    if (content instanceof LastHttpContent last) {
      complete = true;
      if (!last.trailingHeaders().isEmpty()) {
        HopByHop.removeFromTrailers(last.trailingHeaders());
      }
    }
  }

  /** Whether all of it has come. */
  boolean complete() {
    return complete;
  }

  /** Whether a part of it has gone on, and so cannot be sent again. */
  boolean sent() {
    return sent;
  }

  /** Whether a part of it waits, or waited, for a connection. */
  boolean waits() {
    return waiting != null;
  }

  /** Keeps a piece until there is a connection. */
  void keep(HttpContent content) {
    waiting = waiting == null ? new ArrayDeque<>(4) : waiting;
    waiting.addLast(content);
  }

  /** Sends a piece. */
  void send(UpstreamExchange to, HttpContent content) {
    sent |= content.content().isReadable();
    if (content instanceof LastHttpContent last) {
      sentEnd = last;
    }
    to.write(content);
  }

  /** Sends what waits, as long as the connection is there; the head has been written. */
  void sendWaiting(UpstreamExchange to) {
    LastHttpContent again = sentEnd;
    while (waiting != null && !waiting.isEmpty() && to.inUse()) {
      send(to, waiting.pollFirst());
    }
    if (again != null && to.inUse()) {
      to.write(again);
    }
  }

  /** Throws away what waits. */
  void release() {
    if (waiting != null) {
      waiting.forEach(HttpContent::release);
      waiting.clear();
    }
  }
}
