package io.sluice.gateway.http;

import io.netty.util.collection.IntObjectHashMap;
import io.sluice.gateway.http2.ConnectionError;
import io.sluice.gateway.http2.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** The streams of a connection, and what must be known of those that are no more. */
final class Http2Streams {
  private final IntObjectHashMap<Http2ClientStream> open = new IntObjectHashMap<>();
  private final RecentIds abandoned = new RecentIds();
  private final List<Http2ClientStream> touched = new ArrayList<>();
  private int lastId;

  /**
   * The last range of ids that the client passed over; they are closed without having been open.
   */
  private int skippedFrom;

  private int skippedTo;

  /** The client uses an id for the first time. */
  void use(int id) {
    if (id > lastId + 2) {
      skippedFrom = lastId;
      skippedTo = id;
    }
    lastId = id;
  }

  /** The highest id that the client has used. */
  int lastId() {
    return lastId;
  }

  void add(Http2ClientStream stream) {
    open.put(stream.id(), stream);
  }

  /** A stream, or null when it is not open. */
  Http2ClientStream get(int id) {
    return open.get(id);
  }

  /** Forgets a stream; null when it was not open. */
  Http2ClientStream remove(int id) {
    return open.remove(id);
  }

  /** This side has ended a stream before the client did: what else comes on it is no error. */
  void abandon(int id) {
    abandoned.add(id);
  }

  boolean isAbandoned(int id) {
    return abandoned.contains(id);
  }

  int count() {
    return open.size();
  }

  /** Those that are open, for as long as none of them ends. */
  Iterable<Http2ClientStream> live() {
    return open.values();
  }

  /** Those that are open now; they may end while they are looked at. */
  Http2ClientStream[] snapshot() {
    return open.values().toArray(new Http2ClientStream[0]);
  }

  /** A frame may be for a stream that is open, or was. */
  void requireUsed(int id) throws ConnectionError {
    if (id > lastId || (id & 1) == 0) {
      throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "a frame for a stream that is idle");
    }
  }

  /** What HEADERS are for a stream that is closed, and not because this side ended it. */
  ConnectionError past(int id) {
    boolean skipped = id > skippedFrom && id < skippedTo;
    return new ConnectionError(
        skipped ? ErrorCode.PROTOCOL_ERROR : ErrorCode.STREAM_CLOSED, "a stream of the past");
  }

  /** Something of a stream's request has come. */
  void touch(Http2ClientStream stream) {
    if (stream.touch()) {
      touched.add(stream);
    }
  }

  /** All that was read at once has been given. */
  void readComplete() {
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).readComplete();
    }
    touched.clear();
  }

  void clear() {
    open.clear();
    touched.clear();
  }
}
