package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.sluice.gateway.upstream.UpstreamExchange;
import java.util.ArrayDeque;
import java.util.Deque;

/** The body of a request: what of it has come, what waits for a connection, what has gone on. */
final class RequestBody {
  /** So much is kept until an answer begins, if the request may have to be sent again. */
  private static final int MAX_KEPT = 64 * 1024;

  /**
   * What a piece counts at least. Smaller ones are copied: a piece keeps all that was read with it,
   * so that 64 KiB in single bytes would keep the hundredfold.
   */
  private static final int SMALL_PIECE = 512;

  private Deque<HttpContent> waiting;
  private MirrorCopy copy;
  private boolean complete;
  private boolean sent;

  /** The end of a request without a body, which a repeated attempt must send again. */
  private LastHttpContent sentEnd;

  private boolean replayable;

  /**
   * What has gone on, in case it must be sent again; null when nothing has, or not all of it is
   * here.
   */
  private Deque<HttpContent> kept;

  private int keptBytes;

  /** Notes a piece that came. */
  void received(HttpContent content) {
    if (copy != null) {
      copy.add(content);
    }
    if (content instanceof LastHttpContent last) {
      complete = true;
      if (!last.trailingHeaders().isEmpty()) {
        HopByHop.removeFromTrailers(last.trailingHeaders());
      }
    }
  }

  /** Gives all that comes, and what waits, to a copy of the request; null: to none. */
  void copyTo(MirrorCopy to) {
    copy = to;
    if (to != null && waiting != null) {
      waiting.forEach(to::add);
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

  /** Says whether what goes on is kept, although no target can refuse it unread. */
  void replayable(boolean isReplayable) {
    replayable = isReplayable;
  }

  /** Whether all of it could be sent again. */
  boolean repeatable() {
    return !sent || kept != null;
  }

  /** Brings what has gone on back to where it waits. */
  void rewind() {
    if (kept != null) {
      waiting = waiting == null ? new ArrayDeque<>(4) : waiting;
      while (!kept.isEmpty()) {
        waiting.addFirst(kept.pollLast());
      }
      forget();
      sent = false;
      sentEnd = null;
    }
  }

  /** Lets go of what has gone on: it is not sent again. */
  void forget() {
    if (kept != null) {
      kept.forEach(HttpContent::release);
      kept = null;
    }
    keptBytes = 0;
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
    // The end of a request without a body is kept in any case: see sentEnd.
    if (to.mayRefuse() || replayable && (sent || content.content().isReadable())) {
      keepSent(content);
    }
    sent |= content.content().isReadable();
    if (content instanceof LastHttpContent last) {
      sentEnd = last;
    }
    to.write(content);
  }

  /** Keeps a second hold of a piece's bytes, as long as all that has gone on is little. */
  private void keepSent(HttpContent content) {
    if (sent && kept == null) {
      return;
    }
    int size = content.content().readableBytes();
    keptBytes += size == 0 ? 0 : Math.max(size, SMALL_PIECE);
    if (keptBytes > MAX_KEPT) {
      forget();
      return;
    }
    kept = kept == null ? new ArrayDeque<>(4) : kept;
    kept.addLast(size > 0 && size < SMALL_PIECE ? content.copy() : content.retainedDuplicate());
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
    forget();
    if (copy != null) {
      copy.requestEnded();
    }
    if (waiting != null) {
      waiting.forEach(HttpContent::release);
      waiting.clear();
    }
  }
}
