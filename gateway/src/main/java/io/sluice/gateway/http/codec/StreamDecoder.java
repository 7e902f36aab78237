package io.sluice.gateway.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Makes messages of the bytes of a connection, one or two at a time, and passes them on at once.
 * Netty's ByteToMessageDecoder collects them in a list from a pool first, for every read; here that
 * list is two fields.
 */
abstract class StreamDecoder extends ChannelInboundHandlerAdapter {
  private ChannelHandlerContext context;
  private ByteBuf unread;
  private Object first;
  private Object second;
  private boolean decoding;
  private boolean passedOn;

  /**
   * Takes what it can of the bytes, and {@link #emit}s at most two messages. Called again as long
   * as it takes bytes, changes {@link #progress} or emits.
   */
  abstract void decode(ByteBuf in);

  /** A value that changes whenever bytes that were not taken before would be taken now. */
  abstract Object progress();

  /** No more bytes will come; may {@link #emit} a message. */
  abstract void inputEnded();

  /** Whether more bytes are wanted though the connection is told to read only on demand. */
  abstract boolean wantsMore();

  /** Passes a message on after the present call. */
  final void emit(Object message) {
    if (first == null) {
      first = message;
    } else {
      second = message;
    }
  }

  final int unreadBytes() {
    return unread == null ? 0 : unread.readableBytes();
  }

  /** Decodes what waits, which has no read event of its own. */
  final void decodeUnreadBytes() {
    try {
      channelRead(context, Unpooled.EMPTY_BUFFER);
      channelReadComplete(context);
    } catch (RuntimeException e) {
      context.fireExceptionCaught(e);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** What has not been decoded goes on to the next handler as it is. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ByteBuf left = unread;
    unread = null;
    if (left == null) {
      return;
    }
    if (left.isReadable()) {
      ctx.fireChannelRead(left);
      ctx.fireChannelReadComplete();
    } else {
      left.release();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
      return;
    }
    unread =
        unread == null
            ? bytes
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), unread, bytes);
    decodeAll(ctx);
  }

  private void decodeAll(ChannelHandlerContext ctx) {
    if (decoding) {
      // A message's receiver asked for more: the loop below goes on when it returns.
      return;
    }
    decoding = true;
    try {
      while (unread != null && unread.isReadable()) {
        int readable = unread.readableBytes();
        Object before = progress();
        decode(unread);
        if (first != null) {
          passOn(ctx);
        } else if (unread.readableBytes() == readable && progress() == before) {
          break;
        }
      }
    } finally {
      decoding = false;
      releaseWhenEmpty();
    }
  }

  private void passOn(ChannelHandlerContext ctx) {
    Object one = first;
    Object two = second;
    first = null;
    second = null;
    passedOn = true;
    ctx.fireChannelRead(one);
    if (two != null) {
      ctx.fireChannelRead(two);
    }
  }

  private void releaseWhenEmpty() {
    if (unread != null && !unread.isReadable()) {
      unread.release();
      unread = null;
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (unread != null && unread.refCnt() == 1) {
      unread.discardSomeReadBytes();
    }
    if (!passedOn && wantsMore() && !ctx.channel().config().isAutoRead()) {
      ctx.read();
    }
    passedOn = false;
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    inputClosed(ctx);
    ctx.fireChannelInactive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputClosed(ctx);
    }
    ctx.fireUserEventTriggered(event);
  }

  private void inputClosed(ChannelHandlerContext ctx) {
    decodeAll(ctx);
    inputEnded();
    if (unread != null) {
      unread.release();
      unread = null;
    }
    if (first != null) {
      passOn(ctx);
    }
    if (passedOn) {
      passedOn = false;
      ctx.fireChannelReadComplete();
    }
  }
}
