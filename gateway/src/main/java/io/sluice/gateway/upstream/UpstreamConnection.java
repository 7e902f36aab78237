package io.sluice.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.Malformed;
import io.sluice.gateway.http.codec.ResponseDecoder;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.observe.Reason;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * A connection to a target. It carries one exchange at a time, and between them lies in its pool.
 */
public final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(UpstreamConnection.class);

  private final TargetPool pool;
  private final ResponseDecoder decoder = new ResponseDecoder();
  private ChannelHandlerContext context;
  private UpstreamReceiver receiver;
  private boolean interim;
  private boolean endsWithConnection;
  private boolean broken;
  private boolean used;
  private boolean reused;
  private long idleSince;

  UpstreamConnection(TargetPool pool) {
    this.pool = pool;
  }

  void install(Channel channel) {
    channel.pipeline().addLast(decoder, new HttpRequestEncoder(), this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** Whether it carried an exchange before the current one: the target may have closed it since. */
  public boolean reused() {
    return reused;
  }

  /** Whether it carries an exchange. */
  public boolean inUse() {
    return receiver != null;
  }

  /** Begins an exchange. */
  void assign(UpstreamReceiver newReceiver) {
    receiver = newReceiver;
    reused = used;
    used = true;
    interim = false;
  }

  /**
   * Makes it ready for the answer to a request.
   *
   * @param toHead whether the request is HEAD
   */
  public void expectAnswer(boolean toHead) {
    decoder.expect(toHead);
  }

  /** Writes a part of the request, which is sent with the next {@link #flush}. */
  public void write(HttpObject part) {
    context.write(part, context.voidPromise());
  }

  /** Sends what was written. */
  public void flush() {
    context.flush();
  }

  /** Whether more may be written without filling the memory. */
  public boolean isWritable() {
    return context.channel().isWritable();
  }

  /** Goes on, or stops, to read. */
  public void reading(boolean on) {
    if (context.channel().config().isAutoRead() != on) {
      context.channel().config().setAutoRead(on);
    }
  }

  /** Hands the channel to a tunnel; the decoder is left, since it may hold bytes. */
  public Channel handOver() {
    receiver = null;
    Channel channel = context.channel();
    channel.pipeline().remove(HttpRequestEncoder.class);
    channel.pipeline().remove(this);
    return channel;
  }

  /** The exchange is over and both sides stayed in step: it may carry the next one. */
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

  /** Ends it, and with it what the target does for the exchange. */
  public void close() {
    receiver = null;
    context.close();
  }

  boolean isActive() {
    return context.channel().isActive();
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
    if (broken && endsWithConnection && content instanceof LastHttpContent) {
      content.release();
      return;
    }
    receiver.answerContent(content);
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
    broken = true;
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
