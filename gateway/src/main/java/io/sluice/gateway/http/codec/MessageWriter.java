package io.sluice.gateway.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;

/**
 * Writes the messages of one HTTP/1 connection, one after the other: a head, then its content up to
 * the last. What is short is gathered in one buffer, so that a short message is one system call of
 * one piece; a long body is passed on as it is. {@link #flush} sends what was written.
 */
public final class MessageWriter {
  /**
   * A body's piece up to this size is copied behind its head: {@code writev} of two pieces costs
   * more than that.
   */
  private static final int GATHERED = 4096;

  /** A chunk's size line and end, or the last chunk. */
  private static final int SMALL = 256;

  private static final byte[] LAST_CHUNK = ascii("0\r\n");
  private static final byte[] LINE_END = ascii("\r\n");
  private static final byte[] HEX = ascii("0123456789abcdef");

  private enum Framing {
    /** Content is thrown away. */
    NONE,
    PLAIN,
    CHUNKED
  }

  private ChannelHandlerContext context;
  private Framing framing = Framing.NONE;
  private ByteBuf gathered;

  /** Names the context whose neighbour towards the network takes the bytes. */
  public void context(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** Writes a request's head. */
  public void request(RequestHead head) {
    boolean body = head.bodyKind() != BodyKind.NONE;
    HeadBytes bytes = HeadBytes.scratch();
    bytes.request(head);
    head(bytes, framing(head.headers(), !body), body ? GATHERED : 0);
  }

  /**
   * Writes an answer's head.
   *
   * @param toHead whether the request was HEAD, whose answer has no body in spite of its fields
   */
  public void answer(ResponseHead head, boolean toHead) {
    int status = head.status().code();
    boolean none = toHead || status < 200 || status == 204 || status == 304;
    HeadBytes bytes = HeadBytes.scratch();
    bytes.response(head);
    long length = head.bodyKind() == BodyKind.FIXED ? head.contentLength() : GATHERED;
    int room = none || length > GATHERED ? 0 : (int) length;
    head(bytes, framing(head.headers(), none), room);
  }

  /** Writes an answer of the gateway's own, whose length is one of its fields. */
  public void own(FullHttpResponse own, boolean toHead) {
    HeadBytes bytes = HeadBytes.scratch();
    bytes.response(own);
    int length = own.content().readableBytes();
    head(bytes, toHead ? Framing.NONE : Framing.PLAIN, toHead || length > GATHERED ? 0 : length);
    content(own);
  }

  /** Only {@code chunked} is ever let in as a Transfer-Encoding. */
  private static Framing framing(HttpHeaders headers, boolean none) {
    if (none) {
      return Framing.NONE;
    }
    return headers.contains(HttpHeaderNames.TRANSFER_ENCODING) ? Framing.CHUNKED : Framing.PLAIN;
  }

  private void head(HeadBytes bytes, Framing newFraming, int room) {
    framing = newFraming;
    bytes.writeTo(room(bytes.length(), room));
  }

  /** Writes a piece of the body and takes it over; the last one ends the message. */
  public void content(HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    if (framing == Framing.NONE) {
      content.release();
      return;
    }
    int size = content.content().readableBytes();
    if (framing == Framing.PLAIN) {
      piece(content, size);
      return;
    }
    if (size > 0) {
      sizeLine(size);
    }
    HttpHeaders trailers = last ? ((LastHttpContent) content).trailingHeaders() : null;
    piece(content, size);
    if (size > 0) {
      room(LINE_END.length, SMALL).writeBytes(LINE_END);
    }
    if (last) {
      end(trailers);
    }
  }

  private void sizeLine(int size) {
    int digits = (35 - Integer.numberOfLeadingZeros(size)) / 4;
    ByteBuf to = room(digits + LINE_END.length, size > GATHERED ? 0 : size + SMALL);
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      to.writeByte(HEX[size >>> shift & 0xf]);
    }
    to.writeBytes(LINE_END);
  }

  private void end(HttpHeaders trailers) {
    if (trailers.isEmpty()) {
      room(LAST_CHUNK.length + LINE_END.length, 0).writeBytes(LAST_CHUNK).writeBytes(LINE_END);
    } else {
      HeadBytes bytes = HeadBytes.scratch();
      bytes.trailers(LAST_CHUNK, trailers);
      bytes.writeTo(room(bytes.length(), 0));
    }
  }

  private void piece(HttpContent content, int size) {
    if (gathered != null && size <= GATHERED && size <= gathered.writableBytes()) {
      gathered.writeBytes(content.content());
      content.release();
    } else if (size == 0) {
      content.release();
    } else {
      pass();
      context.write(content.content(), context.voidPromise());
    }
  }

  /** The gathering buffer with room for {@code size}; a new one has room for {@code more} too. */
  private ByteBuf room(int size, int more) {
    if (gathered != null && gathered.writableBytes() < size) {
      pass();
    }
    if (gathered == null) {
      gathered = context.alloc().directBuffer(size + more, size + more);
    }
    return gathered;
  }

  private void pass() {
    if (gathered != null) {
      ByteBuf full = gathered;
      gathered = null;
      context.write(full, context.voidPromise());
    }
  }

  /** Hands on what is gathered, and sends all that was written. */
  public void flush() {
    pass();
    context.flush();
  }

  /** Throws away what is gathered; the connection is lost. */
  public void release() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
