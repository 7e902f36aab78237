package io.sluice.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.ReferenceCountUtil;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.ListenerLimits;
import io.sluice.gateway.admission.Refusal;
import io.sluice.gateway.http.codec.Http2Preface;
import io.sluice.gateway.http.codec.Malformed;
import io.sluice.gateway.http.codec.MessageWriter;
import io.sluice.gateway.http.codec.RequestDecoder;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.http.codec.WireVersion;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.tls.TlsChannels;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A client's connection: one exchange after the other, in the order in which the requests came. It
 * knows when the client is too slow, when the connection ends, and how.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter
    implements Downstream, DownstreamConnection {
  /** A client that still sends must be able to read the answer before a reset throws it away. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** A client that pauses for so long while the gateway drains will hardly send just now. */
  private static final int DRAIN_IDLE_SECONDS = 1;

  private static final Logger LOG = Logger.getLogger(ClientConnection.class);

  private final GatewayLoop loop;
  private final LoopListener listener;
  private final MessageWriter writer = new MessageWriter();
  private final Backlog backlog = new Backlog();
  private final RequestDecoder decoder;
  private final ClientAddress client;
  private ChannelHandlerContext context;
  private Exchange exchange;
  private boolean http11 = true;
  private boolean answerEndsWithConnection;
  private boolean reading;
  private int requests;
  private boolean held;
  private boolean closing;
  private boolean tunnelled;
  private long lastActivity;
  private long headBegan;
  private boolean insideHead;
  private long lingerSince;
  private boolean lingering;

  /**
   * A connection that carries no request yet.
   *
   * @param http2 whether the client may speak HTTP/2 by prior knowledge
   */
  ClientConnection(GatewayLoop loop, LoopListener listener, ClientAddress client, boolean http2) {
    this.loop = loop;
    this.listener = listener;
    this.client = client;
    ListenerLimits limits = settings().limits();
    this.decoder =
        new RequestDecoder(settings().maxHeaderBytes(), limits.uriBytes(), limits.headerCount());
    if (http2) {
      decoder.allowHttp2();
    }
    this.lastActivity = System.nanoTime();
  }

  void install(Channel channel) {
    channel.pipeline().addLast(decoder, this);
    listener.opened(this);
    channel.closeFuture().addListener(closed -> listener.closed(this));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    writer.context(ctx);
    backlog.channel(ctx.channel());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    writer.release();
  }

  // What comes from the client.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    lastActivity = loop.now();
    reading = true;
    try {
      if (message instanceof RequestHead head) {
        insideHead = false;
        http11 = head.http11();
        requests++;
        exchange = new Exchange(loop, listener, this, head);
      } else if (message instanceof HttpContent content && exchange != null) {
        exchange.requestContent(content);
      } else if (message instanceof Http2Preface) {
        closing = true;
        Protocols.switchToHttp2(loop, listener, client, context.channel(), this);
      } else if (message instanceof Malformed malformed) {
        refuse(Refusal.malformed(malformed.status(), malformed.flaw(), malformed.detail()));
      } else {
        ReferenceCountUtil.release(message);
      }
    } finally {
      reading = false;
    }
  }

  private void refuse(Refusal refusal) {
    if (exchange == null) {
      exchange = new Exchange(loop, listener, this, null);
    }
    exchange.refuse(refusal);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.requestReadComplete();
    }
    if (exchange == null && decoder.insideHead() && !insideHead) {
      insideHead = true;
      headBegan = System.nanoTime();
    }
    updateReading();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null && ctx.channel().isWritable()) {
      exchange.clientWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closing = true;
    if (exchange != null) {
      Exchange cut = exchange;
      exchange = null;
      cut.abort(Reason.CLIENT_CLOSED);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("A client's connection failed inside the gateway", cause);
    }
    ctx.close();
  }

  // What the exchange does.

  @Override
  public ClientAddress client() {
    return client;
  }

  @Override
  public WireVersion version() {
    return http11 ? WireVersion.HTTP_1_1 : WireVersion.HTTP_1_0;
  }

  @Override
  public boolean lastExchange() {
    return listener.lastRequest(requests);
  }

  @Override
  public boolean isWritable() {
    return !backlog.full();
  }

  @Override
  public void writeInterim(ResponseHead interim) {
    writer.answer(interim, false);
    writer.flush();
  }

  @Override
  public boolean writeHead(ResponseHead head, boolean toHead, boolean mayKeep) {
    answerEndsWithConnection = AnswerFraming.endsWithConnection(head, http11);
    boolean keep = mayKeep && !answerEndsWithConnection;
    AnswerFraming.frame(head, http11, toHead, keep);
    writer.answer(head, toHead);
    return keep;
  }

  @Override
  public void write(HttpContent content) {
    writer.content(content);
  }

  @Override
  public void flush() {
    writer.flush();
    if (backlog.takeWaiting()) {
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> goOn());
    }
  }

  /** The client has taken all, for which the target was not read. */
  private void goOn() {
    if (exchange != null) {
      exchange.clientWritable();
    }
  }

  @Override
  public void answer(FullHttpResponse own, boolean toHead, boolean keep) {
    AnswerFraming.frameConnection(own.headers(), http11, keep);
    writer.own(own, toHead);
    writer.flush();
  }

  @Override
  public void updateReading() {
    held = decoder.waiting() && decoder.hasUnreadBytes();
    boolean on = lingering || !held && (exchange == null || exchange.wantsRequestBytes());
    if (context.channel().config().isAutoRead() != on) {
      context.channel().config().setAutoRead(on);
    }
  }

  @Override
  public void exchangeEnded(boolean keep) {
    exchange = null;
    lastActivity = loop.now();
    if (closing) {
      return;
    }
    if (!keep) {
      linger();
      return;
    }
    decoder.next();
    if (!reading && decoder.hasUnreadBytes()) {
      decoder.decodeUnread();
    }
    if (!closing) {
      updateReading();
    }
  }

  /** Ends the connection in order: the client gets all that was written, then its end. */
  private void linger() {
    closing = true;
    lingering = true;
    lingerSince = System.nanoTime();
    decoder.discard();
    writer.flush();
    context
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(sent -> {
          if (sent.isSuccess()) {
            TlsChannels.endOutput(context.channel());
          } else {
            context.close();
          }
        });
    updateReading();
  }

  @Override
  public void truncate() {
    exchange = null;
    closing = true;
    if (answerEndsWithConnection) {
      // An orderly end would be the end of the answer; a reset is not.
      context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
    lastActivity = loop.now();
    writer.flush();
    context
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(sent -> TlsChannels.cut(context.channel()));
  }

  @Override
  public boolean acceptsWithoutSwitch(int status) {
    return true;
  }

  @Override
  public boolean switchProtocol(ResponseHead switching) {
    Upgrades.prepare(switching);
    writeInterim(switching);
    return true;
  }

  @Override
  public Runnable openTunnel(
      Channel target, int idleSeconds, RequestLog log, Farewell farewell, Runnable ended) {
    return Tunnel.open(handOver(), target, idleSeconds, log, farewell, ended);
  }

  /** Gives up the channel; the decoder is left, since it may hold bytes. */
  Channel handOver() {
    exchange = null;
    closing = true;
    tunnelled = true;
    Channel channel = context.channel();
    channel.pipeline().remove(this);
    return channel;
  }

  // What the listener does.

  /** Nothing at once: a client that goes on gets its answer, which tells it of the end. */
  @Override
  public void drain() {}

  @Override
  public void cut() {
    context.close();
  }

  @Override
  public boolean late(long now) {
    if (tunnelled) {
      return false;
    }
    if (lingering) {
      return now - lingerSince > LINGER_NANOS;
    }
    if (exchange != null && exchange.late(now)) {
      return true;
    }
    if (insideHead && decoder.insideHead()) {
      return now - headBegan > seconds(settings().requestHeaderTimeoutSeconds());
    }
    int idle = settings().idleTimeoutSeconds();
    boolean leaving = exchange == null && listener.draining();
    return clientsTurn()
        && now - lastActivity > seconds(leaving ? Math.min(idle, DRAIN_IDLE_SECONDS) : idle);
  }

  /** Whether it is the client that everything waits for. */
  private boolean clientsTurn() {
    boolean changed = backlog.changed();
    if (backlog.bytes() > 0) {
      lastActivity = changed ? loop.now() : lastActivity;
      return true;
    }
    return exchange == null || exchange.waitsForClient();
  }

  @Override
  public void tooLate(long now) {
    if (lingering || closing) {
      context.close();
    } else if (exchange != null && exchange.late(now)) {
      exchange.timedOut(now);
    } else if (insideHead && decoder.insideHead()) {
      decoder.discard();
      refuse(Refusal.headTooSlow(settings().requestHeaderTimeoutSeconds()));
    } else if (exchange != null && isWritable()) {
      exchange.bodyStopped();
    } else {
      context.close();
    }
  }

  private Listener settings() {
    return listener.table().listener();
  }

  private static long seconds(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds) + GatewayLoop.TICK_NANOS;
  }
}
