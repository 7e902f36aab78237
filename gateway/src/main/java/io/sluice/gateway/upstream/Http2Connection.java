package io.sluice.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.observe.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/**
 * A connection of HTTP/2 to a target, which carries many exchanges at a time. Netty keeps the state
 * of the protocol; an exchange is one object on its stream, and no channel of its own.
 */
final class Http2Connection extends Http2ConnectionHandler {
  /** Above this a further connection is opened even though the target would take more. */
  private static final int MAX_STREAMS = 256;

  private static final AsciiString HTTP = AsciiString.cached("http");
  private static final AsciiString HTTPS = AsciiString.cached("https");
  private static final Logger LOG = Logger.getLogger(Http2Connection.class);

  private final TargetPool pool;
  private final ConnectAttempt attempt;
  private final AsciiString scheme;
  private final PropertyKey exchangeKey;
  private final List<Http2Exchange> touched = new ArrayList<>();
  private ChannelHandlerContext context;
  private Http2Exchange opening;
  private Reason failure = Reason.UPSTREAM_RESET;
  private boolean ready;
  private boolean leaving;
  private boolean used;
  private boolean inRead;
  private boolean flushing;
  private int streams;
  private long endOfAge;
  private long idleSince;

  Http2Connection(
      TargetPool pool,
      ConnectAttempt attempt,
      boolean secured,
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings) {
    super(decoder, encoder, settings);
    this.pool = pool;
    this.attempt = attempt;
    this.scheme = secured ? HTTPS : HTTP;
    this.exchangeKey = encoder.connection().newKey();
    // A frame that came in two reads is passed on as it lies, and not copied together.
    setCumulator(COMPOSITE_CUMULATOR);
    decoder.frameListener(new Frames());
    encoder.connection().addListener(new Streams());
    encoder.flowController().listener(this::writabilityChanged);
  }

  /** A connection that tells the attempt when it is ready, or that it never will be. */
  static Http2Connection create(TargetPool pool, ConnectAttempt attempt, boolean secured) {
    return new Http2ConnectionBuilder(pool, attempt, secured).build();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    super.handlerAdded(ctx);
  }

  // What the pool does.

  /** Whether it takes one exchange more. */
  boolean hasRoom() {
    return ready && !leaving && streams < maxStreams() && context.channel().isActive();
  }

  /** Exchanges that it carries at most. */
  int maxStreams() {
    return Math.min(MAX_STREAMS, connection().local().maxActiveStreams());
  }

  /** Exchanges that it carries. */
  int streams() {
    return streams;
  }

  /** Begins an exchange; there is room. */
  Http2Exchange open(UpstreamReceiver receiver) {
    streams++;
    Http2Exchange exchange = new Http2Exchange(this, receiver, used);
    used = true;
    return exchange;
  }

  /** Ends it in order; it carries nothing. */
  void end() {
    leaving = true;
    context.channel().close();
  }

  void tick(long now) {
    leaving |= now - endOfAge > 0;
  }

  long idleSince() {
    return idleSince;
  }

  void idleSince(long nanos) {
    idleSince = nanos;
  }

  void onClose(Runnable action) {
    context.channel().closeFuture().addListener(closed -> action.run());
  }

  // What an exchange does.

  ChannelHandlerContext context() {
    return context;
  }

  /** Sends a head, and with it begins a stream; the exchange is told which. */
  void begin(Http2Exchange exchange, RequestHead head, boolean endOfStream) {
    opening = exchange;
    encoder()
        .writeHeaders(
            context,
            connection().local().incrementAndGetNextStreamId(),
            Http2Requests.head(head, scheme),
            0,
            endOfStream,
            context.newPromise());
    opening = null;
  }

  /**
   * Sends what was written; what all exchanges write in one turn of the event loop goes at once.
   */
  void flushSoon() {
    if (!inRead && !flushing) {
      flushing = true;
      context.executor().execute(this::flushNow);
    }
  }

  private void flushNow() {
    flushing = false;
    flush(context);
  }

  /** An exchange has let go of its stream. */
  void left() {
    streams--;
    pool.roomChanged(this);
  }

  // What comes from the target.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    inRead = true;
    super.channelRead(ctx, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).readComplete();
    }
    touched.clear();
    inRead = false;
    super.channelReadComplete(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    attempt.fail(Reason.CONNECT_FAILED);
    super.channelInactive(ctx);
  }

  private void writabilityChanged(Http2Stream stream) {
    Http2Exchange exchange = stream.getProperty(exchangeKey);
    if (exchange != null) {
      exchange.writabilityChanged();
    }
  }

  private Http2Exchange exchange(int streamId) {
    Http2Stream stream = connection().stream(streamId);
    Http2Exchange exchange = stream == null ? null : stream.getProperty(exchangeKey);
    if (exchange != null && exchange.touch()) {
      touched.add(exchange);
    }
    return exchange;
  }

  private void becomeReady() throws Http2Exception {
    ready = true;
    endOfAge = pool.endOfAge();
    connection()
        .local()
        .flowController()
        .incrementWindowSize(
            connection().connectionStream(), Http2ConnectionBuilder.CONNECTION_WINDOW);
    if (maxStreams() == 0) {
      attempt.fail(Reason.UPSTREAM_REFUSED);
    } else {
      attempt.ready(this);
    }
  }

  // What goes wrong.

  @Override
  protected void onStreamError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      Http2Exception.StreamException error) {
    Http2Exchange exchange = exchange(error.streamId());
    super.onStreamError(ctx, outbound, cause, error);
    if (exchange != null) {
      exchange.fail(outbound ? Reason.INTERNAL_ERROR : Reason.UPSTREAM_INVALID);
    }
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception error) {
    leaving = true;
    if (error == null && !(cause instanceof IOException)) {
      LOG.error("A target's connection of HTTP/2 failed inside the gateway", cause);
    }
    failure = outbound ? Reason.UPSTREAM_RESET : Reason.UPSTREAM_INVALID;
    attempt.fail(failure);
    super.onConnectionError(ctx, outbound, cause, error);
    ctx.flush();
    ctx.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (Http2Exception.class.isInstance(cause)
        || Http2Exception.class.isInstance(cause.getCause())) {
      super.exceptionCaught(ctx, cause);
      return;
    }
    if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
      attempt.fail(TlsFailures.reason(cause));
    } else if (!(cause instanceof IOException)) {
      LOG.error("A target's connection of HTTP/2 failed inside the gateway", cause);
    }
    ctx.close();
  }

  private final class Frames extends Http2FrameAdapter {
    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
        throws Http2Exception {
      if (ready) {
        pool.roomChanged(Http2Connection.this);
      } else {
        becomeReady();
      }
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
      Http2Exchange exchange = exchange(streamId);
      int bytes = data.readableBytes() + padding;
      return exchange == null ? bytes : exchange.data(data, bytes, endOfStream);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int streamId,
        Http2Headers headers,
        int streamDependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean endOfStream) {
      Http2Exchange exchange = exchange(streamId);
      if (exchange != null) {
        exchange.headers(headers, endOfStream);
      }
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
      Http2Exchange exchange = exchange(streamId);
      if (exchange != null) {
        exchange.reset(errorCode == Http2Error.REFUSED_STREAM.code());
      }
    }

    @Override
    public void onGoAwayRead(
        ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData) {
      leaving = true;
      if (streams == 0) {
        end();
      }
    }
  }

  private final class Streams extends Http2ConnectionAdapter {
    @Override
    public void onStreamAdded(Http2Stream stream) {
      if (opening != null) {
        stream.setProperty(exchangeKey, opening);
        opening.stream(stream);
      }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
      Http2Exchange exchange = stream.removeProperty(exchangeKey);
      if (exchange != null) {
        boolean unread =
            connection().goAwayReceived()
                && stream.id() > connection().local().lastStreamKnownByPeer();
        exchange.closed(unread ? Reason.UPSTREAM_REFUSED : failure);
      }
    }
  }
}
