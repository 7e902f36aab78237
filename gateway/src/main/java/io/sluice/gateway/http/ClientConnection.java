package io.sluice.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.sluice.contracts.model.Listener;
import io.sluice.gateway.admission.Refusal;
import io.sluice.gateway.http.codec.AnswerEncoder;
import io.sluice.gateway.http.codec.Malformed;
import io.sluice.gateway.http.codec.RequestDecoder;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.observe.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A client's connection: one exchange after the other, in the order in which the requests came. It
 * knows when the client is too slow, when the connection ends, and how.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
  /** A client that still sends must be able to read the answer before a reset throws it away. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Logger LOG = Logger.getLogger(ClientConnection.class);

  private final GatewayLoop loop;
  private final LoopListener listener;
  private final AnswerEncoder encoder = new AnswerEncoder();
  private final RequestDecoder decoder;
  private ChannelHandlerContext context;
  private String clientIp;
  private String clientAddress;
  private Exchange exchange;
  private boolean reading;
  private boolean held;
  private boolean closing;
  private boolean tunnelled;
  private long lastActivity;
  private long headBegan;
  private boolean insideHead;
  private long lingerSince;
  private boolean lingering;
  private long unsent;

  ClientConnection(GatewayLoop loop, LoopListener listener) {
    this.loop = loop;
    this.listener = listener;
    this.decoder = new RequestDecoder(settings().maxHeaderBytes());
    this.lastActivity = System.nanoTime();
  }

  void install(Channel channel) {
    InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
    if (remote == null) {
      channel.close();
      return;
    }
    clientIp = remote.getAddress().getHostAddress();
    clientAddress = clientIp + ":" + remote.getPort();
    channel.pipeline().addLast(decoder, encoder, this);
    listener.opened(this);
    loop.observer().connectionOpened(listener.id());
    channel
        .closeFuture()
        .addListener(closed -> {
          listener.closed(this);
          loop.observer().connectionClosed(listener.id());
        });
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  // What comes from the client.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    lastActivity = loop.now();
    reading = true;
    try {
      if (message instanceof RequestHead head) {
        insideHead = false;
        exchange = new Exchange(loop, listener, this, head);
      } else if (message instanceof HttpContent content && exchange != null) {
        exchange.requestContent(content);
      } else if (message instanceof Malformed malformed) {
        malformed(malformed);
      } else {
        ReferenceCountUtil.release(message);
      }
    } finally {
      reading = false;
    }
  }

  private void malformed(Malformed malformed) {
    Refusal refusal = Refusal.malformed(malformed.status(), malformed.detail());
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
      cut.clientGone();
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

  /** The client's IP address as text. */
  String clientIp() {
    return clientIp;
  }

  /** The client's {@code ip:port}. */
  String clientAddress() {
    return clientAddress;
  }

  /** Whether the connection is to be closed after the answer, whatever the client says. */
  boolean lastExchange() {
    return listener.draining();
  }

  boolean isWritable() {
    return context.channel().isWritable();
  }

  void write(Object part) {
    context.write(part, context.voidPromise());
  }

  void flush() {
    context.flush();
  }

  /** Says whether the answer to come is to HEAD. */
  void answerToHead(boolean toHead) {
    encoder.toHeadRequest(toHead);
  }

  /** Sends an answer that has no body and, unless it is a switch, is not the final one. */
  void writeInterim(ResponseHead interim) {
    encoder.toHeadRequest(false);
    write(interim);
    write(LastHttpContent.EMPTY_LAST_CONTENT);
    flush();
  }

  /** Sends an answer of the gateway's own. */
  void answer(FullHttpResponse answer, boolean toHead) {
    encoder.toHeadRequest(toHead);
    context.writeAndFlush(answer, context.voidPromise());
  }

  /** Reads when the exchange has room, and not ahead of it. */
  void updateReading() {
    held = decoder.waiting() && decoder.hasUnreadBytes();
    boolean on = lingering || !held && (exchange == null || exchange.wantsRequestBytes());
    if (context.channel().config().isAutoRead() != on) {
      context.channel().config().setAutoRead(on);
    }
  }

  /**
   * The exchange is over.
   *
   * @param keep whether the connection may carry another
   */
  void exchangeEnded(boolean keep) {
    exchange = null;
    lastActivity = System.nanoTime();
    if (closing) {
      return;
    }
    if (!keep || listener.draining()) {
      linger();
      return;
    }
    decoder.next();
    if (!reading && decoder.hasUnreadBytes()) {
      decodeUnread();
    }
    if (!closing) {
      updateReading();
    }
  }

  /** Bytes that came with the last request have no read event of their own. */
  private void decodeUnread() {
    try {
      ChannelHandlerContext decoding = context.pipeline().context(decoder);
      decoder.channelRead(decoding, Unpooled.EMPTY_BUFFER);
      decoder.channelReadComplete(decoding);
    } catch (Exception e) {
      context.close();
    }
  }

  /** Ends the connection in order: the client gets all that was written, then its end. */
  private void linger() {
    closing = true;
    lingering = true;
    lingerSince = System.nanoTime();
    decoder.discard();
    context
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(sent -> {
          if (sent.isSuccess() && context.channel() instanceof DuplexChannel channel) {
            channel.shutdownOutput();
          } else {
            context.close();
          }
        });
    updateReading();
  }

  /** Ends the connection so that the client sees that the answer is not complete. */
  void truncate(boolean answerEndsWithConnection) {
    exchange = null;
    closing = true;
    if (answerEndsWithConnection) {
      // An orderly end would be the end of the answer; a reset is not.
      context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
    lastActivity = System.nanoTime();
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> context.close());
  }

  /** Hands the channel to a tunnel; the decoder is left, since it may hold bytes. */
  Channel handOver() {
    exchange = null;
    closing = true;
    tunnelled = true;
    Channel channel = context.channel();
    channel.pipeline().remove(encoder);
    channel.pipeline().remove(this);
    return channel;
  }

  // What the listener does.

  /** No new request: an idle connection is closed, another after its answer. */
  void drain() {
    if (exchange == null && !closing) {
      linger();
    }
  }

  /** Closes it at once. */
  void cut() {
    context.close();
  }

  /** Whether a timeout has come; it changes nothing but what it measures by. */
  boolean late(long now) {
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
    return clientsTurn() && now - lastActivity > seconds(settings().idleTimeoutSeconds());
  }

  /** Whether it is the client that everything waits for. */
  private boolean clientsTurn() {
    Channel channel = context.channel();
    if (!channel.isWritable()) {
      long before = unsent;
      unsent = channel.bytesBeforeWritable();
      if (unsent != before) {
        lastActivity = loop.now();
      }
      return true;
    }
    return exchange == null || exchange.waitsForClient();
  }

  /** Does what is to be done when {@link #late}. */
  void tooLate(long now) {
    if (lingering || closing) {
      context.close();
    } else if (exchange != null && exchange.late(now)) {
      exchange.timedOut(now);
    } else if (insideHead && decoder.insideHead()) {
      decoder.discard();
      exchange = new Exchange(loop, listener, this, null);
      exchange.refuse(
          new Refusal(
              408,
              Reason.REQUEST_HEADER_TIMEOUT,
              "The request head was not complete within "
                  + settings().requestHeaderTimeoutSeconds()
                  + " s."));
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
