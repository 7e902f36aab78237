package io.sluice.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.Malformed;
import io.sluice.gateway.http.codec.MessageWriter;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseDecoder;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.observe.Reason;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/**
 * A connection of HTTP/1 to a target. It carries one exchange at a time, and between them lies in
 * its pool; so the connection is the exchange, and a request costs no object of its own.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements UpstreamExchange {
  private static final Logger LOG = Logger.getLogger(Http1Connection.class);

  private final TargetPool pool;
  private final ResponseDecoder decoder = new ResponseDecoder();
  private final MessageWriter writer = new MessageWriter();
  private ChannelHandlerContext context;
  private UpstreamReceiver receiver;
  private boolean interim;
  private boolean endsWithConnection;
  private boolean broken;
  private boolean used;
  private boolean reused;
  private boolean closeNotified;
  private final boolean secured;
  private final long endOfAge;
  private long idleSince;

  /** A connection that is being opened; {@code secured} tells whether by TLS. */
  Http1Connection(TargetPool pool, boolean secured) {
    this.pool = pool;
    this.secured = secured;
    this.endOfAge = pool.endOfAge();
  }

  void install(Channel channel) {
    channel.pipeline().addLast(decoder, this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    writer.context(ctx);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    writer.release();
  }

  @Override
  public boolean reused() {
    return reused;
  }

  @Override
  public boolean inUse() {
    return receiver != null;
  }

  /** An answer is the end of what HTTP/1 can say of a request: it is never refused unread. */
  @Override
  public boolean mayRefuse() {
    return false;
  }

  /** Begins an exchange. */
  void assign(UpstreamReceiver newReceiver) {
    receiver = newReceiver;
    reused = used;
    used = true;
    interim = false;
  }

  @Override
  public void expectAnswer(boolean toHead) {
    decoder.expect(toHead);
  }

  @Override
  public void write(HttpObject part) {
    if (part instanceof RequestHead head) {
      writer.request(head);
    } else if (part instanceof HttpContent content) {
      writer.content(content);
    }
  }

  @Override
  public void flush() {
    writer.flush();
  }

  @Override
  public boolean isWritable() {
    return context.channel().isWritable();
  }

  @Override
  public void reading(boolean on) {
    if (context.channel().config().isAutoRead() != on) {
      context.channel().config().setAutoRead(on);
    }
  }

  @Override
  public Channel handOver() {
    receiver = null;
    Channel channel = context.channel();
    channel.pipeline().remove(this);
    return channel;
  }

  @Override
  public void release() {
    receiver = null;
    if (decoder.waiting() && !broken && !decoder.hasUnreadBytes() && context.channel().isActive()) {
      reading(true);
      pool.giveBack(this);
    } else {
      // Bytes that no request asked for would become the next client's answer.
      context.close();
    }
  }

  @Override
  public void close() {
    receiver = null;
    context.close();
  }

  boolean isActive() {
    return context.channel().isActive();
  }

  /** Whether it takes no further exchange. */
  boolean tooOld(long now) {
    return now - endOfAge > 0;
  }

  void onClose(Runnable action) {
    context.channel().closeFuture().addListener(closed -> action.run());
  }

  long idleSince() {
    return idleSince;
  }

  void idleSince(long nanos) {
    idleSince = nanos;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (receiver == null) {
      ReferenceCountUtil.release(message);
      ctx.close();
    } else if (message instanceof HttpContent content) {
      content(content);
    } else if (message instanceof ResponseHead head) {
      interim = head.interim();
      endsWithConnection = head.bodyKind() == BodyKind.UNTIL_CLOSE;
      receiver.answerHead(head);
    } else if (message instanceof Malformed) {
      fail(Reason.UPSTREAM_INVALID);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private void content(HttpContent content) {
    if (interim && content instanceof LastHttpContent) {
      interim = false;
      content.release();
      decoder.next();
      return;
    }
    if (endsWithConnection && content instanceof LastHttpContent && !endedInOrder()) {
      content.release();
      return;
    }
    receiver.answerContent(content);
  }

  /** Without the target's close_notify anybody on the way could have cut an answer short. */
  private boolean endedInOrder() {
    return !broken && (!secured || closeNotified);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent close && close.isSuccess()) {
      closeNotified = true;
      // No more will come; not every target ends the connection below too.
      ctx.close();
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (receiver != null) {
      receiver.answerReadComplete();
    } else if (decoder.hasUnreadBytes()) {
      ctx.close();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (receiver != null && ctx.channel().isWritable()) {
      receiver.upstreamWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(Reason.UPSTREAM_RESET);
  }

  /**
   * A target that answers early may refuse the rest of the request by a reset; its answer is still
   * to be read. And a reset is not the orderly end of an answer that ends with its connection.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof NotYetConnectedException) {
      // An event for a socket of the same number that was closed just now: see ConnectAttempt.
      return;
    }
    broken = true;
    if (cause.getCause() instanceof SSLException || cause instanceof SSLException) {
      // With TLS 1.3 a target refuses a client certificate only after the handshake.
      fail(TlsFailures.reason(cause));
      ctx.close();
      return;
    }
    if (!(cause instanceof IOException)) {
      LOG.error("A target's connection failed inside the gateway", cause);
    }
    if (receiver == null || !(cause instanceof IOException)) {
      fail(Reason.UPSTREAM_RESET);
      ctx.close();
    }
  }

  private void fail(Reason reason) {
    UpstreamReceiver failed = receiver;
    receiver = null;
    if (failed != null) {
      context.close();
      failed.upstreamFailed(reason);
    }
  }
}
