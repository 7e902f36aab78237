package io.sluice.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.Http2Answers;
import io.sluice.gateway.http.codec.MalformedException;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.observe.Reason;

/** A stream of a connection of HTTP/2 to a target. */
final class Http2Exchange implements UpstreamExchange {
  /** How much of the body is to come is not known. */
  private static final long UNKNOWN = -1;

  private final Http2Connection connection;
  private UpstreamReceiver receiver;
  private Http2Stream stream;
  private boolean reused;
  private boolean toHead;
  private boolean requestEnded;
  private boolean answerBegan;
  private boolean answerEnded;
  private boolean left;
  private boolean paused;
  private boolean touched;

  /** Bytes of the answer that the client has not taken yet, and the target has not got back. */
  private int held;

  /** Bytes of the answer's body that are to come. */
  private long remaining = UNKNOWN;

  Http2Exchange(Http2Connection connection, UpstreamReceiver receiver, boolean reused) {
    this.connection = connection;
    this.receiver = receiver;
    this.reused = reused;
  }

  // What the request's side does.

  @Override
  public boolean reused() {
    return reused;
  }

  @Override
  public boolean inUse() {
    return receiver != null;
  }

  @Override
  public boolean mayRefuse() {
    return true;
  }

  @Override
  public void expectAnswer(boolean isHead) {
    toHead = isHead;
  }

  @Override
  public void write(HttpObject part) {
    if (part instanceof RequestHead head) {
      requestEnded = head.bodyKind() == BodyKind.NONE;
      connection.begin(this, head, requestEnded);
      if (stream == null) {
        leave();
        fail(Reason.UPSTREAM_REFUSED);
      }
    } else {
      content((HttpContent) part);
    }
  }

  private void content(HttpContent content) {
    ChannelHandlerContext context = connection.context();
    boolean last = content instanceof LastHttpContent;
    if (requestEnded || stream == null || left || !last && !content.content().isReadable()) {
      content.release();
      return;
    }
    boolean trailers = last && !((LastHttpContent) content).trailingHeaders().isEmpty();
    requestEnded = last;
    connection
        .encoder()
        .writeData(
            context, stream.id(), content.content(), 0, last && !trailers, context.newPromise());
    if (trailers && !left) {
      connection
          .encoder()
          .writeHeaders(
              context,
              stream.id(),
              Http2Requests.trailers(((LastHttpContent) content).trailingHeaders()),
              0,
              true,
              context.newPromise());
    }
  }

  @Override
  public void flush() {
    connection.flushSoon();
  }

  @Override
  public boolean isWritable() {
    return stream == null || !left && connection.encoder().flowController().isWritable(stream);
  }

  @Override
  public void reading(boolean on) {
    paused = !on;
    if (on && held > 0 && !left) {
      int returned = held;
      held = 0;
      try {
        if (connection.decoder().flowController().consumeBytes(stream, returned)) {
          connection.flushSoon();
        }
      } catch (Http2Exception e) {
        connection.onError(connection.context(), true, e);
      }
    }
  }

  @Override
  public void release() {
    close();
  }

  @Override
  public void close() {
    receiver = null;
    if (stream == null) {
      leave();
    } else if (!left && !(requestEnded && answerEnded)) {
      sendReset(Http2Error.CANCEL);
    }
  }

  @Override
  public Channel handOver() {
    throw new IllegalStateException("HTTP/2 has no answer 101");
  }

  private void sendReset(Http2Error code) {
    ChannelHandlerContext context = connection.context();
    connection.encoder().writeRstStream(context, stream.id(), code.code(), context.newPromise());
    connection.flushSoon();
  }

  // What the connection tells.

  void stream(Http2Stream begun) {
    stream = begun;
  }

  /** Notes that something came; true if nothing came before in the same read. */
  boolean touch() {
    boolean first = !touched;
    touched = true;
    return first;
  }

  void readComplete() {
    touched = false;
    if (receiver != null) {
      receiver.answerReadComplete();
    }
  }

  void writabilityChanged() {
    if (receiver != null && isWritable()) {
      receiver.upstreamWritable();
    }
  }

  void headers(Http2Headers headers, boolean endOfStream) {
    if (receiver == null) {
      return;
    }
    try {
      if (answerBegan) {
        trailers(headers, endOfStream);
      } else {
        head(headers, endOfStream);
      }
    } catch (MalformedException e) {
      invalid();
    }
  }

  private void head(Http2Headers headers, boolean endOfStream) throws MalformedException {
    ResponseHead head = Http2Answers.head(headers, endOfStream, toHead);
    if (!head.interim()) {
      answerBegan = true;
      remaining =
          switch (head.bodyKind()) {
            case NONE -> 0;
            case FIXED -> head.contentLength();
            default -> UNKNOWN;
          };
    }
    answerEnded = endOfStream;
    receiver.answerHead(head);
    if (endOfStream) {
      end(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  private void trailers(Http2Headers headers, boolean endOfStream) throws MalformedException {
    if (!endOfStream || remaining > 0) {
      invalid();
    } else {
      end(new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, Http2Answers.trailers(headers)));
    }
  }

  /** Takes a piece of the body; returns how much of it the target may send again. */
  int data(ByteBuf data, int bytes, boolean endOfStream) {
    int size = data.readableBytes();
    if (receiver == null) {
      return bytes;
    }
    if (!answerBegan || remaining >= 0 && size > remaining || endOfStream && remaining > size) {
      invalid();
      return bytes;
    }
    remaining -= remaining > 0 ? size : 0;
    if (endOfStream) {
      end(
          size == 0
              ? LastHttpContent.EMPTY_LAST_CONTENT
              : new DefaultLastHttpContent(data.retain(), EmptyHttpHeaders.INSTANCE));
    } else if (size > 0) {
      receiver.answerContent(new DefaultHttpContent(data.retain()));
    }
    if (!paused || endOfStream) {
      return bytes;
    }
    held += bytes;
    return 0;
  }

  private void end(LastHttpContent content) {
    answerEnded = true;
    UpstreamReceiver told = receiver;
    if (told == null) {
      content.release();
    } else {
      told.answerContent(content);
    }
  }

  private void invalid() {
    sendReset(Http2Error.PROTOCOL_ERROR);
    fail(Reason.UPSTREAM_INVALID);
  }

  /** The target ended the stream. */
  void reset(boolean refused) {
    if (!refused) {
      // The connection lives, so the target did not merely close what was kept too long.
      reused = false;
    }
    fail(refused && !answerBegan ? Reason.UPSTREAM_REFUSED : Reason.UPSTREAM_RESET);
  }

  /** The stream is no more, by whatever cause. */
  void closed(Reason reason) {
    leave();
    fail(answerBegan && reason == Reason.UPSTREAM_REFUSED ? Reason.UPSTREAM_RESET : reason);
  }

  void fail(Reason reason) {
    UpstreamReceiver told = receiver;
    receiver = null;
    if (told != null && !answerEnded) {
      told.upstreamFailed(reason);
    }
  }

  private void leave() {
    if (!left) {
      left = true;
      connection.left();
    }
  }
}
