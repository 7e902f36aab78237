package io.sluice.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.tls.TlsEnd;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a target for bytes of any protocol that is being made: its name is resolved, TCP
 * connected, TLS agreed on. One deadline is for all of it. What a client sent goes after that, so
 * whatever fails here may be tried with another target.
 */
public final class StreamConnect {
  private final Receiver receiver;
  private final ChannelHandler side;
  private final ToldClient client;
  private final long startedAt = System.nanoTime();
  private final long limitNanos;
  private Channel channel;
  private boolean ended;
  private boolean connected;

  /** Who waits for it; one of both is called, once, unless it is {@link #giveUp given up}. */
  public interface Receiver {
    /** The target takes bytes: what comes from it goes to the handler given. */
    void connected(Channel channel);

    /** There will be no connection. */
    void connectFailed(Reason reason);
  }

  private StreamConnect(
      Receiver receiver, ChannelHandler side, ToldClient client, int timeoutSeconds) {
    this.receiver = receiver;
    this.side = side;
    this.client = client;
    this.limitNanos = TimeUnit.SECONDS.toNanos(timeoutSeconds);
  }

  /**
   * Begins.
   *
   * @param bootstrap is changed
   * @param tls null without TLS
   * @param timeoutSeconds for all of it; see {@link #late}
   * @param side what reads the target's bytes, which come as soon as the receiver is told
   * @param client whom the target is told of; null for nobody
   */
  static StreamConnect start(
      Bootstrap bootstrap,
      TargetTlsContext tls,
      Endpoint endpoint,
      int timeoutSeconds,
      ChannelHandler side,
      ToldClient client,
      Receiver receiver) {
    StreamConnect connect = new StreamConnect(receiver, side, client, timeoutSeconds);
    if (tls == null) {
      connect.plain(bootstrap, endpoint);
    } else if (tls.usable()) {
      connect.secured(bootstrap, endpoint, tls);
    } else {
      connect.fail(Reason.TLS_FAILED);
    }
    return connect;
  }

  private void plain(Bootstrap bootstrap, Endpoint endpoint) {
    ChannelFuture connecting = bootstrap.handler(side).connect(address(endpoint));
    channel = connecting.channel();
    connecting.addListener((ChannelFuture future) -> {
      if (future.isSuccess()) {
        if (client != null) {
          client.tell(future.channel());
        }
        ready(future.channel());
      } else {
        fail(Reason.CONNECT_FAILED);
      }
    });
  }

  private void secured(Bootstrap bootstrap, Endpoint endpoint, TargetTlsContext tls) {
    ChannelFuture connecting =
        bootstrap
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    opened
                        .pipeline()
                        .addLast(
                            tls.newHandler(opened.alloc(), endpoint.host(), endpoint.port()),
                            new Handshake(),
                            side);
                  }
                })
            .connect(address(endpoint));
    channel = connecting.channel();
    connecting.addListener((ChannelFuture future) -> {
      if (!future.isSuccess()) {
        fail(Reason.CONNECT_FAILED);
      } else if (client != null) {
        client.tell(future.channel());
      }
    });
  }

  /** An address needs no resolver: its promises would be made for nothing. */
  private static InetSocketAddress address(Endpoint endpoint) {
    InetAddress literal = NetUtil.createInetAddressFromIpAddressString(endpoint.host());
    return literal == null
        ? InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port())
        : new InetSocketAddress(literal, endpoint.port());
  }

  /** Whether it is not decided yet. */
  public boolean pending() {
    return !ended;
  }

  /**
   * Whether it takes too long, and is to be {@link #tooLate}.
   *
   * @param now nanoseconds of the monotonic clock
   */
  public boolean late(long now) {
    return !ended && now - startedAt > limitNanos;
  }

  /** Ends it since it is {@link #late}. */
  public void tooLate() {
    fail(Reason.CONNECT_TIMEOUT);
  }

  /** Nobody waits for it any more: the receiver is told nothing. */
  public void giveUp() {
    if (!ended) {
      ended = true;
      channel.close();
    }
  }

  private void ready(Channel opened) {
    if (!ended) {
      ended = true;
      connected = true;
      receiver.connected(opened);
    }
  }

  private void fail(Reason reason) {
    if (!ended) {
      ended = true;
      if (channel != null) {
        channel.close();
      }
      receiver.connectFailed(reason);
    }
  }

  /** Waits for TLS, and afterwards stands for it before the reader of bytes. */
  private final class Handshake extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
          ready(ctx.channel());
        } else {
          fail(TlsFailures.reason(handshake.cause()));
        }
      } else if (event instanceof SslCloseCompletionEvent close && close.isSuccess()) {
        ctx.fireUserEventTriggered(TlsEnd.of(ctx.channel()));
      } else {
        ctx.fireUserEventTriggered(event);
      }
    }

    /** What fails the handshake is told by its event. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (connected) {
        ctx.fireExceptionCaught(cause);
      } else {
        fail(TlsFailures.reason(cause));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      fail(Reason.TLS_FAILED);
      ctx.fireChannelInactive();
    }
  }
}
