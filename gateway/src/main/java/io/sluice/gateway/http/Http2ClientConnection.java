package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.sluice.contracts.model.Listener;
import io.sluice.gateway.admission.Refusal;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http2.ConnectionError;
import io.sluice.gateway.http2.ErrorCode;
import io.sluice.gateway.http2.FieldBlock;
import io.sluice.gateway.http2.FieldDecoder;
import io.sluice.gateway.http2.Flood;
import io.sluice.gateway.http2.FloodGuard;
import io.sluice.gateway.http2.FrameDecoder;
import io.sluice.gateway.http2.FrameReceiver;
import io.sluice.gateway.http2.FrameWriter;
import io.sluice.gateway.http2.PeerSettings;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.tls.TlsConnection;
import java.util.Locale;

/**
 * A client's connection of HTTP/2: it gives frames to their streams and ends what breaks the
 * protocol or floods.
 */
final class Http2ClientConnection implements FrameReceiver {
  /** What a client may send on a stream ahead of its target; the protocol's default. */
  static final int STREAM_WINDOW = Http2Windows.DEFAULT;

  private final GatewayLoop loop;
  private final LoopListener listener;
  private final ClientAddress client;
  private final FrameDecoder decoder;
  private final FieldDecoder fields = new FieldDecoder();
  private final FloodGuard guard;
  private final Http2Windows windows = new Http2Windows(this);
  private final Http2Shutdown shutdown;
  private final Http2Streams streams = new Http2Streams();
  private final PeerSettings peer = new PeerSettings();
  private final Runnable flush = this::flushNow;
  private final int maxStreams;
  private ChannelHandlerContext context;
  private FrameWriter writer;
  private TlsConnection tls;
  private boolean flushScheduled;
  private int opened;

  Http2ClientConnection(GatewayLoop loop, LoopListener listener, ClientAddress client) {
    this.loop = loop;
    this.listener = listener;
    this.client = client;
    this.guard = new FloodGuard(loop.now());
    this.maxStreams = settings().http2().maxConcurrentStreams();
    this.decoder = new FrameDecoder(this, settings().maxHeaderBytes());
    this.shutdown = new Http2Shutdown(this, decoder);
  }

  /** Begins on a channel. */
  void begin(ChannelHandlerContext ctx) {
    context = ctx;
    tls = TlsConnection.of(ctx.channel());
    writer = new FrameWriter(ctx);
    PeerSettings.writeOwn(writer, maxStreams, settings().maxHeaderBytes());
    writer.windowUpdate(0, Http2Windows.CONNECTION - Http2Windows.DEFAULT);
    flushSoon();
  }

  GatewayLoop loop() {
    return loop;
  }

  LoopListener listener() {
    return listener;
  }

  ClientAddress client() {
    return client;
  }

  /** Of several hosts on one connection: whether the handshake was for this one too. */
  boolean covers(String host) {
    return tls == null || host == null || tls.covers(host);
  }

  FrameDecoder decoder() {
    return decoder;
  }

  FrameWriter writer() {
    return writer;
  }

  Http2Windows windows() {
    return windows;
  }

  Http2Shutdown shutdown() {
    return shutdown;
  }

  Channel channel() {
    return context.channel();
  }

  Http2Streams streams() {
    return streams;
  }

  PeerSettings peer() {
    return peer;
  }

  private Listener settings() {
    return listener.table().listener();
  }

  /** Sends what is written, once for all that the event loop has to do now. */
  void flushSoon() {
    if (!flushScheduled) {
      flushScheduled = true;
      context.channel().eventLoop().execute(flush);
    }
  }

  private void flushNow() {
    flushScheduled = false;
    writer.flush();
  }

  // What comes from the client.

  @Override
  public void headers(int id, ByteBuf block, boolean endStream, boolean dependsOnItself)
      throws ConnectionError {
    if ((id & 1) == 0) {
      throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "a stream that only a server opens");
    }
    if (id <= streams.lastId()) {
      laterHeaders(id, block, endStream);
      return;
    }
    streams.use(id);
    FieldBlock decoded =
        fields.head(
            block,
            settings().maxHeaderBytes(),
            settings().limits().headerCount(),
            settings().limits().uriBytes());
    if (shutdown.refuses() || streams.count() >= maxStreams) {
      endBeforeBegun(id, endStream, ErrorCode.REFUSED_STREAM);
      return;
    }
    RequestHead head = decoded.head(endStream);
    if (dependsOnItself || decoded.malformed()) {
      log(id, Reason.BAD_REQUEST);
      endBeforeBegun(id, endStream, ErrorCode.PROTOCOL_ERROR);
      return;
    }
    Http2ClientStream stream = new Http2ClientStream(this, id, endStream);
    streams.add(stream);
    if (head == null) {
      stream.refuse(Refusal.malformed(decoded.refusedWith(), decoded.detail()), decoded.toHead());
    } else {
      stream.begin(head, decoded.protocol() != null);
    }
    streams.touch(stream);
    int most = settings().limits().requestsPerConnection();
    if (++opened >= most && most > 0) {
      shutdown.begin();
    }
  }

  private void endBeforeBegun(int id, boolean endStream, ErrorCode code) throws ConnectionError {
    writer.reset(id, code);
    flushSoon();
    if (!endStream) {
      streams.abandon(id);
    }
    count(Flood.PROVOKED_RESET);
  }

  /** Notes a request that did not become one. */
  void log(int id, Reason reason) {
    RequestLog log = new RequestLog(listener.id(), new Http2ClientStream(this, id, true), null);
    log.reason(reason);
    loop.observer().requestEnded(log.summary());
  }

  /** Trailers, or what comes too late. */
  private void laterHeaders(int id, ByteBuf block, boolean endStream) throws ConnectionError {
    FieldBlock decoded =
        fields.trailers(block, settings().maxHeaderBytes(), settings().limits().headerCount());
    Http2ClientStream stream = streams.get(id);
    if (stream == null) {
      if (!streams.isAbandoned(id)) {
        throw streams.past(id);
      }
      count(Flood.MEANINGLESS);
    } else if (stream.clientEnded()) {
      broken(stream, ErrorCode.STREAM_CLOSED);
    } else if (!endStream
        || decoded.malformed()
        || decoded.refusedWith() > 0
        || !stream.trailers(decoded.trailers())) {
      broken(stream, ErrorCode.PROTOCOL_ERROR);
    }
  }

  @Override
  public void data(int id, ByteBuf piece, int padding, boolean endStream) throws ConnectionError {
    int size = piece.readableBytes() + padding;
    Http2ClientStream stream = streams.get(id);
    boolean taken = stream != null && !stream.clientEnded();
    try {
      streams.requireUsed(id);
      windows.received(size);
    } catch (ConnectionError error) {
      piece.release();
      throw error;
    }
    if (taken) {
      ErrorCode error = stream.data(piece, padding, endStream);
      if (error == ErrorCode.NO_ERROR) {
        streams.touch(stream);
      } else {
        broken(stream, error);
      }
      return;
    }
    piece.release();
    windows.returnCredit(size, 1);
    if (stream != null) {
      broken(stream, ErrorCode.STREAM_CLOSED);
    } else if (!streams.isAbandoned(id)) {
      endBeforeBegun(id, false, ErrorCode.STREAM_CLOSED);
    }
  }

  @Override
  public void emptyData() throws ConnectionError {
    count(Flood.EMPTY_DATA);
  }

  @Override
  public void reset(int id, long code) throws ConnectionError {
    streams.requireUsed(id);
    Http2ClientStream stream = streams.remove(id);
    if (stream == null) {
      count(Flood.MEANINGLESS);
      return;
    }
    stream.gone(Reason.CLIENT_CLOSED);
    shutdown.streamEnded();
    count(Flood.RAPID_RESET);
  }

  @Override
  public void setting(int id, long value) throws ConnectionError {
    peer.set(id, value);
  }

  @Override
  public void settingsEnd() throws ConnectionError {
    count(Flood.SETTINGS);
    long change = peer.apply();
    if (change != 0) {
      for (Http2ClientStream stream : streams.snapshot()) {
        if (!stream.outflow().grow(change)) {
          throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "window above 2^31-1");
        }
      }
    }
    writer.settingsAck();
    flushSoon();
  }

  /** Nothing that was set is enforced later than it was said. */
  @Override
  public void settingsAck() throws ConnectionError {
    count(Flood.SETTINGS);
  }

  @Override
  public void ping(boolean ack, long content) throws ConnectionError {
    count(Flood.PING);
    if (ack) {
      shutdown.pingAnswered(content);
    } else {
      writer.ping(true, content);
      flushSoon();
    }
  }

  @Override
  public void windowUpdate(int id, int increment) throws ConnectionError {
    count(Flood.WINDOW_UPDATE);
    if (id == 0) {
      windows.grow(increment);
      return;
    }
    streams.requireUsed(id);
    Http2ClientStream stream = streams.get(id);
    if (stream != null && !stream.outflow().grow(increment)) {
      broken(stream, ErrorCode.FLOW_CONTROL_ERROR);
    }
  }

  @Override
  public void priority(int id, boolean dependsOnItself) throws ConnectionError {
    count(Flood.PRIORITY);
    if (dependsOnItself) {
      streamError(id, ErrorCode.PROTOCOL_ERROR);
    }
  }

  @Override
  public void goAway() throws ConnectionError {
    count(Flood.MEANINGLESS);
    shutdown.clientLeaves();
  }

  @Override
  public void unknownFrame() throws ConnectionError {
    count(Flood.MEANINGLESS);
  }

  @Override
  public void streamError(int id, ErrorCode code) throws ConnectionError {
    Http2ClientStream stream = streams.get(id);
    if (stream != null) {
      broken(stream, code);
    } else {
      // There is no stream left to end, so its error is the connection's (RFC 9113 section 5.4).
      throw new ConnectionError(code, "a wrong frame for a stream that is not open");
    }
  }

  /** The client broke the protocol on a stream. */
  private void broken(Http2ClientStream stream, ErrorCode code) throws ConnectionError {
    reset(stream, code);
    stream.gone(Reason.BAD_REQUEST);
    count(Flood.PROVOKED_RESET);
  }

  private void count(Flood kind) throws ConnectionError {
    if (guard.tooMuch(kind, loop.now())) {
      throw new ConnectionError(kind);
    }
  }

  @Override
  public void connectionError(ConnectionError error) {
    if (error.flood() != null) {
      loop.observer().flooded(listener.id(), error.flood().name().toLowerCase(Locale.ROOT));
    }
    shutdown.fail(error.code(), error.getMessage());
    end(Reason.BAD_REQUEST);
  }

  // What the streams do.

  /** DATA was sent: the client may answer it by WINDOW_UPDATE, and measure its way by PING. */
  void dataSent() {
    guard.earn(Flood.WINDOW_UPDATE, 2);
    guard.earn(Flood.PING, 1);
  }

  /** The answer is complete, and so is the stream: what else the client sends on it is ignored. */
  void answered(Http2ClientStream stream) {
    guard.answered();
    if (stream.clientEnded()) {
      streams.remove(stream.id());
      shutdown.streamEnded();
    } else {
      reset(stream, ErrorCode.NO_ERROR);
    }
  }

  /** Ends a stream before its time. */
  void reset(Http2ClientStream stream, ErrorCode code) {
    if (streams.remove(stream.id()) == null) {
      return;
    }
    writer.reset(stream.id(), code);
    flushSoon();
    if (!stream.clientEnded()) {
      streams.abandon(stream.id());
    }
    shutdown.streamEnded();
  }

  /** The connection is lost, or given up: what is done for its streams ends. */
  void end(Reason reason) {
    for (Http2ClientStream stream : streams.snapshot()) {
      stream.gone(reason);
    }
    streams.clear();
  }
}
