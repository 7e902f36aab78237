package io.sluice.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.sluice.gateway.observe.Reason;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a target that is being made: its name is resolved, TCP connected, TLS agreed on,
 * the settings of HTTP/2 received. One deadline is for all of it. No byte of a request goes before,
 * so whatever fails here may be tried again.
 */
final class ConnectAttempt {
  private final TargetPool pool;
  private final TargetTransport transport;
  private final String host;
  private final int port;
  private final ToldClient client;
  private final long startedAt = System.nanoTime();
  private long limitNanos;
  private Channel channel;
  private boolean ended;
  private boolean repeated;

  /**
   * One that has not begun.
   *
   * @param client whom the target is told of; null for nobody
   */
  ConnectAttempt(
      TargetPool pool, TargetTransport transport, String host, int port, ToldClient client) {
    this.pool = pool;
    this.transport = transport;
    this.host = host;
    this.port = port;
    this.client = client;
  }

  void start(Bootstrap bootstrap, long nanos) {
    limitNanos = nanos;
    if (transport.tls() != null && !transport.tls().usable()) {
      fail(Reason.TLS_FAILED);
      return;
    }
    ChannelFuture connected =
        bootstrap
            .clone()
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) TimeUnit.NANOSECONDS.toMillis(nanos))
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    channel = opened;
                    if (transport.tls() == null) {
                      install(opened, transport.wire() == TargetWire.HTTP_2);
                    } else {
                      opened
                          .pipeline()
                          .addLast(
                              transport.tls().newHandler(opened.alloc(), host, port),
                              new Handshake());
                    }
                  }
                })
            .connect(InetSocketAddress.createUnresolved(host, port));
    channel = connected.channel();
    connected.addListener((ChannelFuture future) -> tcpEnded(future, bootstrap));
  }

  /**
   * A socket that nobody closed and that is closed before it was connected met an event for another
   * one: epoll had it ready for a socket of the same number that was closed in the same round. Once
   * in some 9,000 connections of TCP under load that was so; the connection is opened anew, once.
   */
  private void tcpEnded(ChannelFuture future, Bootstrap bootstrap) {
    if (!future.isSuccess()) {
      if (!ended && !repeated && future.cause() instanceof ClosedChannelException) {
        repeated = true;
        start(bootstrap, limitNanos);
        return;
      }
      boolean timedOut = future.cause() instanceof ConnectTimeoutException;
      fail(timedOut ? Reason.CONNECT_TIMEOUT : Reason.CONNECT_FAILED);
      return;
    }
    if (client != null) {
      client.tell(channel);
    }
    if (transport.tls() == null && transport.wire() == TargetWire.HTTP_1) {
      ready(channel.pipeline().get(Http1Connection.class));
    }
  }

  private void install(Channel on, boolean http2) {
    boolean secured = transport.tls() != null;
    if (http2) {
      on.pipeline().addLast(Http2Connection.create(pool, this, secured));
    } else {
      new Http1Connection(pool, secured).install(on);
    }
  }

  private void ready(Http1Connection connection) {
    if (!ended) {
      ended = true;
      pool.opened(this, connection);
    }
  }

  /** The target's settings have come. */
  void ready(Http2Connection connection) {
    if (!ended) {
      ended = true;
      pool.opened(this, connection);
    }
  }

  /** There will be no connection. */
  void fail(Reason reason) {
    if (!ended) {
      ended = true;
      pool.failed(this, reason);
      if (channel != null) {
        channel.close();
      }
    }
  }

  /** How long it took, in nanoseconds. */
  long tookNanos() {
    return System.nanoTime() - startedAt;
  }

  /** Ends it when it took too long. */
  void tick(long now) {
    if (now - startedAt > limitNanos) {
      fail(Reason.CONNECT_TIMEOUT);
    }
  }

  /** Waits for TLS, and goes on with what the target chose. */
  private final class Handshake extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
          agreed(ctx);
        } else {
          failed(ctx, TlsFailures.reason(handshake.cause()));
        }
      }
      ctx.fireUserEventTriggered(event);
    }

    private void agreed(ChannelHandlerContext ctx) {
      String chosen = ctx.pipeline().get(SslHandler.class).applicationProtocol();
      boolean http2 = ApplicationProtocolNames.HTTP_2.equals(chosen);
      if (ended) {
        ctx.close();
      } else if (!http2 && transport.wire() == TargetWire.HTTP_2) {
        fail(Reason.UPSTREAM_INVALID);
      } else {
        install(ctx.channel(), http2);
        ctx.pipeline().remove(this);
        if (!http2) {
          ready(ctx.pipeline().get(Http1Connection.class));
        }
      }
    }

    /** What fails here is told by the handshake's event, and may be another's: see tcpEnded. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (!(cause instanceof NotYetConnectedException)) {
        failed(ctx, TlsFailures.reason(cause));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      failed(ctx, Reason.TLS_FAILED);
    }

    /** The end of a socket that another one has replaced means nothing. */
    private void failed(ChannelHandlerContext ctx, Reason reason) {
      if (ctx.channel() == channel) {
        fail(reason);
      }
    }
  }
}
