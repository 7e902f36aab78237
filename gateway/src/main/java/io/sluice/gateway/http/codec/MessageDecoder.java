package io.sluice.gateway.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Decodes HTTP/1 messages one by one: after each it waits for {@link #next}, and what the peer sent
 * too early stays bytes. Bodies are passed as slices of what was read, never copied.
 */
abstract class MessageDecoder extends StreamDecoder {
  /** A size of 15 digits and room for extensions; longer extensions serve attackers alone. */
  private static final int MAX_CHUNK_LINE = 256;

  private static final int MAX_CHUNK_DIGITS = 15;

  private enum State {
    HEAD,
    FIXED,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS,
    UNTIL_CLOSE,
    WAITING,
    DISCARDING
  }

  private final int maxHeadBytes;
  private State state = State.WAITING;
  private long remaining;

  /** Bytes of the unfinished head that are known to hold no further line end. */
  private int scanned;

  private int lineStart;
  private boolean emptyLineSkipped;

  MessageDecoder(int maxHeadBytes) {
    this.maxHeadBytes = maxHeadBytes;
  }

  /** Parses a complete head, whose empty line begins at {@code end}. */
  abstract HttpMessage parse(byte[] bytes, int end) throws MalformedException;

  /** Whether a complete head, whose empty line begins at {@code end}, is no HTTP/1 at all. */
  boolean switches(byte[] bytes, int end) {
    return false;
  }

  abstract BodyKind bodyKind(HttpMessage head);

  abstract long contentLength(HttpMessage head);

  /** Called before the head is complete; throws when its first line is too long. */
  abstract void checkFirstLine(int length) throws MalformedException;

  /** Whether one empty line before a message is let pass. */
  abstract boolean mayBeginWithEmptyLine();

  /** Lets the next message be decoded. */
  public void next() {
    if (state == State.WAITING) {
      state = State.HEAD;
    }
  }

  /** Decodes bytes that came ahead of {@link #next}, which have no read event of their own. */
  public void decodeUnread() {
    decodeUnreadBytes();
  }

  /** From here on all bytes are thrown away. */
  public void discard() {
    state = State.DISCARDING;
  }

  /** Whether the current message is complete and the next one has not been asked for. */
  public boolean waiting() {
    return state == State.WAITING;
  }

  /** Whether a part of a head has come, but not all of it. */
  public boolean insideHead() {
    return state == State.HEAD && unreadBytes() > 0;
  }

  /** Whether bytes have come that belong to no message yet. */
  public boolean hasUnreadBytes() {
    return unreadBytes() > 0;
  }

  @Override
  void decode(ByteBuf in) {
    try {
      switch (state) {
        case HEAD -> decodeHead(in);
        case FIXED -> decodeFixed(in);
        case CHUNK_SIZE -> decodeChunkSize(in);
        case CHUNK_DATA -> decodeChunkData(in);
        case CHUNK_END -> decodeChunkEnd(in);
        case TRAILERS -> decodeTrailers(in);
        case UNTIL_CLOSE -> emit(new DefaultHttpContent(in.readRetainedSlice(in.readableBytes())));
        case WAITING -> {
          // The bytes wait for their turn.
        }
        case DISCARDING -> in.skipBytes(in.readableBytes());
      }
    } catch (MalformedException malformed) {
      in.skipBytes(in.readableBytes());
      state = State.DISCARDING;
      emit(malformed.asMessage());
    }
  }

  private void decodeHead(ByteBuf in) throws MalformedException {
    int end = headEnd(in);
    if (end < 0) {
      return;
    }
    int size = end + 2;
    byte[] bytes = headBytes(size);
    in.readBytes(bytes, 0, size);
    if (switches(bytes, end) && !emptyLineSkipped) {
      state = State.WAITING;
      emit(Http2Preface.SEEN);
      return;
    }
    emptyLineSkipped = false;
    HttpMessage head = parse(bytes, end);
    emit(head);
    begin(bodyKind(head), contentLength(head));
  }

  private void begin(BodyKind kind, long length) {
    switch (kind) {
      case NONE -> last(LastHttpContent.EMPTY_LAST_CONTENT);
      case FIXED -> {
        remaining = length;
        state = State.FIXED;
      }
      case CHUNKED -> state = State.CHUNK_SIZE;
      case UNTIL_CLOSE -> state = State.UNTIL_CLOSE;
    }
  }

  private void last(LastHttpContent content) {
    state = State.WAITING;
    emit(content);
  }

  /** Offset of the head's empty line from the reader index, or -1 as long as it has not come. */
  private int headEnd(ByteBuf in) throws MalformedException {
    int base = in.readerIndex();
    int limit = Math.min(in.readableBytes(), maxHeadBytes);
    while (true) {
      int lf = in.indexOf(base + scanned, base + limit, (byte) '\n');
      if (lf < 0) {
        scanned = limit;
        if (lineStart == 0 && state == State.HEAD) {
          checkFirstLine(limit);
        }
        if (in.readableBytes() >= maxHeadBytes) {
          throw new MalformedException(431, "head of more than " + maxHeadBytes + " bytes");
        }
        return -1;
      }
      int at = lf - base;
      if (at == 0 || in.getByte(lf - 1) != '\r') {
        throw MalformedException.badRequest(Flaw.BAD_LINE_END, "line end without CR");
      }
      scanned = at + 1;
      if (at - 1 > lineStart) {
        if (lineStart == 0 && state == State.HEAD) {
          checkFirstLine(at - 1);
        }
        lineStart = scanned;
      } else if (lineStart == 0) {
        skipEmptyLine(in);
        base = in.readerIndex();
        limit = Math.min(in.readableBytes(), maxHeadBytes);
      } else {
        int end = lineStart;
        scanned = 0;
        lineStart = 0;
        return end;
      }
    }
  }

  /** One empty line before a message is left over by old clients (RFC 9112 section 2.2). */
  private void skipEmptyLine(ByteBuf in) throws MalformedException {
    if (emptyLineSkipped || !mayBeginWithEmptyLine()) {
      throw MalformedException.badRequest(Flaw.BAD_LINE_END, "empty lines before the first line");
    }
    emptyLineSkipped = true;
    in.skipBytes(2);
    scanned = 0;
  }

  private void decodeFixed(ByteBuf in) {
    int size = (int) Math.min(in.readableBytes(), remaining);
    remaining -= size;
    ByteBuf slice = in.readRetainedSlice(size);
    if (remaining == 0) {
      last(new DefaultLastHttpContent(slice, EmptyHttpHeaders.INSTANCE));
    } else {
      emit(new DefaultHttpContent(slice));
    }
  }

  private void decodeChunkSize(ByteBuf in) throws MalformedException {
    int base = in.readerIndex();
    int readable = Math.min(in.readableBytes(), MAX_CHUNK_LINE);
    int lf = in.indexOf(base, base + readable, (byte) '\n');
    if (lf < 0) {
      if (readable == MAX_CHUNK_LINE) {
        throw MalformedException.badRequest(Flaw.BAD_CHUNK, "chunk size line too long");
      }
      return;
    }
    remaining = ChunkLine.size(in, base, lf, MAX_CHUNK_DIGITS);
    in.readerIndex(lf + 1);
    state = remaining == 0 ? State.TRAILERS : State.CHUNK_DATA;
  }

  private void decodeChunkData(ByteBuf in) {
    int size = (int) Math.min(in.readableBytes(), remaining);
    remaining -= size;
    emit(new DefaultHttpContent(in.readRetainedSlice(size)));
    if (remaining == 0) {
      state = State.CHUNK_END;
    }
  }

  private void decodeChunkEnd(ByteBuf in) throws MalformedException {
    if (in.getByte(in.readerIndex()) != '\r'
        || in.readableBytes() > 1 && in.getByte(in.readerIndex() + 1) != '\n') {
      throw MalformedException.badRequest(Flaw.BAD_CHUNK, "chunk longer than its size");
    }
    if (in.readableBytes() > 1) {
      in.skipBytes(2);
      state = State.CHUNK_SIZE;
    }
  }

  private void decodeTrailers(ByteBuf in) throws MalformedException {
    if (in.readableBytes() >= 2
        && lineStart == 0
        && in.getByte(in.readerIndex()) == '\r'
        && in.getByte(in.readerIndex() + 1) == '\n') {
      in.skipBytes(2);
      scanned = 0;
      emptyLineSkipped = false;
      last(LastHttpContent.EMPTY_LAST_CONTENT);
      return;
    }
    // Trailers end with an empty line and never begin with one; the next message may.
    emptyLineSkipped = true;
    int end = headEnd(in);
    if (end < 0) {
      return;
    }
    byte[] bytes = headBytes(end + 2);
    in.readBytes(bytes, 0, end + 2);
    emptyLineSkipped = false;
    FieldList trailers = HeadParser.newHeaders();
    HeadParser.fields(bytes, 0, end, HeadParser.MAX_FIELDS, trailers, null);
    last(new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers));
  }

  @Override
  Object progress() {
    return state;
  }

  /** An answer that ends with its connection is complete when that ends in order. */
  @Override
  void inputEnded() {
    if (state == State.UNTIL_CLOSE) {
      last(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  /**
   * While nothing is asked for, nothing is read on demand: a peer that sends ahead could fill the
   * memory.
   */
  @Override
  boolean wantsMore() {
    return state != State.WAITING;
  }

  /** The bytes of a head, which its fields refer to. */
  private static byte[] headBytes(int size) {
    // The parser looks up to a version's length beyond the end.
    return new byte[size + 16];
  }
}
