package io.sluice.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.table.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledFuture;
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
  private ScheduledFuture<?> deadline;
  private boolean ended;
  private boolean connected;

  /** Who waits for it; one of both is called, once. */
  public interface Receiver {
    /** The target takes bytes: what comes from it goes to the handler given. */
    void connected(Channel channel);

    /** There will be no connection. */
    void connectFailed(Reason reason);
  }

  private StreamConnect(Receiver receiver, ChannelHandler side, ToldClient client) {
    this.receiver = receiver;
    this.side = side;
    this.client = client;
  }

  /**
   * Begins.
   *
   * @param bootstrap is changed
   * @param tls null without TLS
   * @param timeoutMillis for all of it
   * @param side what reads the target's bytes; nothing is read of them before the receiver says so
   * @param client whom the target is told of; null for nobody
   */
  static void start(
      Bootstrap bootstrap,
      TargetTlsContext tls,
      Endpoint endpoint,
      int timeoutMillis,
      ChannelHandler side,
      ToldClient client,
      Receiver receiver) {
    StreamConnect connect = new StreamConnect(receiver, side, client);
    bootstrap
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
        .option(ChannelOption.AUTO_READ, tls != null);
    if (tls == null) {
      connect.plain(bootstrap, endpoint);
    } else if (tls.usable()) {
      connect.secured(bootstrap, endpoint, tls, timeoutMillis);
    } else {
      connect.fail(Reason.TLS_FAILED);
    }
  }

  private void plain(Bootstrap bootstrap, Endpoint endpoint) {
    bootstrap
        .handler(side)
        .connect(address(endpoint))
        .addListener((ChannelFuture future) -> {
          if (future.isSuccess()) {
            if (client != null) {
              client.tell(future.channel());
            }
            ready(future.channel());
          } else {
            fail(reason(future.cause()));
          }
        });
  }

  private void secured(
      Bootstrap bootstrap, Endpoint endpoint, TargetTlsContext tls, int timeoutMillis) {
    ChannelFuture connected =
        bootstrap
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            tls.newHandler(channel.alloc(), endpoint.host(), endpoint.port()),
                            new Handshake(),
                            side);
                  }
                })
            .connect(address(endpoint));
    Channel channel = connected.channel();
    connected.addListener((ChannelFuture future) -> {
      if (!future.isSuccess()) {
        fail(reason(future.cause()));
      } else if (client != null) {
        client.tell(channel);
      }
    });
    if (!ended) {
      deadline =
          channel
              .eventLoop()
              .schedule(() -> tooLate(channel), timeoutMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void tooLate(Channel channel) {
    fail(Reason.CONNECT_TIMEOUT);
    channel.close();
  }

  /** An address needs no resolver: its promises would be made for nothing. */
  private static InetSocketAddress address(Endpoint endpoint) {
    InetAddress literal = NetUtil.createInetAddressFromIpAddressString(endpoint.host());
    return literal == null
        ? InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port())
        : new InetSocketAddress(literal, endpoint.port());
  }

  private static Reason reason(Throwable failure) {
    return failure instanceof ConnectTimeoutException
        ? Reason.CONNECT_TIMEOUT
        : Reason.CONNECT_FAILED;
  }

  private void ready(Channel channel) {
    if (!ended) {
      end();
      connected = true;
      receiver.connected(channel);
    }
  }

  private void fail(Reason reason) {
    if (!ended) {
      end();
      receiver.connectFailed(reason);
    }
  }

  private void end() {
    ended = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  /** Waits for TLS, and afterwards stands for it before the reader of bytes. */
  private final class Handshake extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
          ctx.channel().config().setAutoRead(false);
          ready(ctx.channel());
        } else {
          fail(TlsFailures.reason(handshake.cause()));
          ctx.close();
        }
      } else if (event instanceof SslCloseCompletionEvent close && close.isSuccess()) {
        ctx.fireUserEventTriggered(TlsEnd.INSTANCE);
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
        ctx.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      fail(Reason.TLS_FAILED);
      ctx.fireChannelInactive();
    }
  }

  /**
   * A target has ended TLS in order, and the library sends it nothing more; or one's own side was
   * ended before, and the library reports that as the end of both.
   */
  public enum TlsEnd {
    /** The event. */
    INSTANCE
  }
}
