package io.sluice.gateway.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.sluice.gateway.tls.TlsChannels;
import io.sluice.gateway.tls.TlsEnd;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jboss.logging.Logger;

/** One of the two sides of a connection: reads its channel and writes to the other's. */
final class StreamSide extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(StreamSide.class);

  /** Read before there is a target; beyond that the kernel keeps it. */
  private static final int MOST_EARLY = 64 * 1024;

  private final StreamConnection connection;
  private final boolean isClient;
  private final ChannelFutureListener written = this::written;
  private final Queue<ByteBuf> early = new ArrayDeque<>(1);
  private int earlyBytes;
  private Channel channel;
  private StreamSide peer;
  private boolean inputEnded;
  private boolean outputEnded;
  private boolean deaf;
  private boolean released;

  StreamSide(StreamConnection connection, boolean isClient) {
    this.connection = connection;
    this.isClient = isClient;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
  }

  Channel channel() {
    return channel;
  }

  /** Whether all that it is to be sent was sent. */
  boolean outputEnded() {
    return outputEnded;
  }

  /** Whether it has sent its last byte. */
  boolean inputEnded() {
    return inputEnded;
  }

  /** From now on bytes go to another side; those that came before, too. */
  void peer(StreamSide other) {
    peer = other;
    for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
      pass(bytes);
    }
    if (inputEnded) {
      passEnd();
    } else if (earlyBytes >= MOST_EARLY && peer.channel.isWritable()) {
      channel.config().setAutoRead(true);
    }
  }

  /** Lets go of what came before there was a peer, and of what still comes. */
  void release() {
    released = true;
    early.forEach(ByteBuf::release);
    early.clear();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (released) {
      bytes.release();
    } else if (peer == null) {
      early.add(bytes);
      earlyBytes += bytes.readableBytes();
      if (earlyBytes >= MOST_EARLY) {
        channel.config().setAutoRead(false);
      }
    } else {
      pass(bytes);
    }
  }

  private void pass(ByteBuf bytes) {
    connection.passed(isClient, bytes.readableBytes());
    if (peer.deaf) {
      bytes.release();
      return;
    }
    peer.channel.write(bytes).addListener(peer.written);
    if (!peer.channel.isWritable()) {
      channel.config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (peer != null) {
      peer.channel.flush();
    }
  }

  /** A target that refuses more may still have answered: what it sent is read to its end. */
  private void written(ChannelFuture future) {
    if (!future.isSuccess()) {
      deaf = true;
      if (isClient) {
        connection.lost(true);
      }
    }
  }

  /** This side can take more: the other may be read again. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (peer != null && !peer.inputEnded && channel.isWritable()) {
      peer.channel.config().setAutoRead(true);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == TlsEnd.HALF) {
      endInput();
    } else if (event == TlsEnd.WHOLE) {
      if (!outputEnded) {
        deaf = true;
        connection.targetEndedTls();
        endInput();
      }
    } else if (event instanceof ChannelInputShutdownEvent
        || event instanceof ChannelInputShutdownReadComplete) {
      endInput();
      if (inputEnded) {
        // There is nothing left to be read; else Netty reads once more to be told so.
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
      }
    }
  }

  /**
   * Of a target nothing ends before it is joined: what seems to was meant for a socket of the same
   * number that was closed just now, in the same round of the event loop. The true end comes as the
   * second of both events then.
   */
  private void endInput() {
    if (!inputEnded && (isClient || peer != null)) {
      inputEnded = true;
      channel.config().setAutoRead(false);
      if (peer != null) {
        passEnd();
      } else {
        connection.endedEarly();
      }
    }
  }

  private void passEnd() {
    Channel to = peer.channel;
    to.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(sent -> {
          peer.outputEnded = true;
          if (!connection.directionEnded()) {
            // When it ends, too, there is nothing left to be kept open for.
            to.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
            TlsChannels.endOutput(to);
          }
        });
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!isClient && peer == null && cause instanceof NotYetConnectedException) {
      // Meant for another socket: see endInput.
      return;
    }
    if (!isClient && connection.targetHasEnded()) {
      // It closed its socket at once, and then our own goodbye came.
      ctx.close();
      return;
    }
    if (!(cause instanceof IOException)) {
      LOG.error("A connection failed inside the gateway", cause);
    }
    connection.lost(isClient);
  }
}
