package io.sluice.gateway.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.sluice.gateway.http.GatewayLoop;
import io.sluice.gateway.http.ProxiedClient;
import io.sluice.gateway.limits.ListenerGate;
import io.sluice.gateway.limits.SourceAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks at each connection of a listening socket before anything is made for it. One above a limit
 * is reset: an answer would need the request to be read first and, by TLS, a handshake, while the
 * client holds what there is too little of.
 */
final class AcceptGuard extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(AcceptGuard.class);

  /** Without a pause a socket that cannot be accepted from would keep the event loop busy. */
  private static final long PAUSE_MILLIS = 200;

  private static final long LOG_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final UUID listenerId;
  private final ListenerGate gate;
  private final GatewayLoop loop;
  private long loggedAt = System.nanoTime() - LOG_NANOS;

  AcceptGuard(UUID listenerId, ListenerGate gate, GatewayLoop loop) {
    this.listenerId = listenerId;
    this.gate = gate;
    this.loop = loop;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    Channel client = (Channel) message;
    if (!(client.remoteAddress() instanceof InetSocketAddress remote)) {
      client.unsafe().closeForcibly();
      return;
    }
    boolean trusted = loop.trusts(listenerId, remote.getAddress());
    ListenerGate.Entry entry =
        trusted
            ? gate.enterForOthers(System.nanoTime())
            : gate.enter(SourceAddress.key(remote.getAddress().getAddress()), System.nanoTime());
    if (entry.rejection() == null) {
      if (trusted) {
        ProxiedClient.attach(client, entry);
      }
      client.closeFuture().addListener(closed -> entry.leave());
      ctx.fireChannelRead(client);
    } else {
      loop.observer().connectionRejected(listenerId, entry.rejection());
      client.config().setOption(ChannelOption.SO_LINGER, 0);
      client.unsafe().closeForcibly();
    }
  }

  /** No descriptor is left, as a rule; what waits in the backlog is taken when there is one. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    loop.observer().acceptFailed(listenerId);
    long now = System.nanoTime();
    if (now - loggedAt >= LOG_NANOS) {
      loggedAt = now;
      LOG.errorf("Listener %s cannot accept connections: %s", listenerId, cause.getMessage());
    }
    Channel socket = ctx.channel();
    if (socket.config().isAutoRead()) {
      socket.config().setAutoRead(false);
      socket
          .eventLoop()
          .schedule(() -> socket.config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
