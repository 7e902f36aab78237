package io.sluice.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.table.Endpoint;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The connections of one event loop to one target of a backend service. The one used last is used
 * next, so that those not needed grow old and are closed.
 */
final class TargetPool {
  private final Bootstrap bootstrap;
  private final PoolLimits limits;
  private final Deque<Http1Connection> idle = new ArrayDeque<>();
  private final Deque<UpstreamReceiver> waiting = new ArrayDeque<>();
  private final String host;
  private final int port;
  private int open;
  private boolean retired;

  TargetPool(Bootstrap bootstrap, PoolLimits limits, Endpoint endpoint) {
    this.bootstrap = bootstrap;
    this.limits = limits;
    this.host = endpoint.host();
    this.port = endpoint.port();
  }

  boolean leadsTo(Endpoint endpoint) {
    return port == endpoint.port() && host.equals(endpoint.host());
  }

  /** Gives a connection at once, or null and calls the receiver later. */
  Http1Connection acquire(UpstreamReceiver receiver, boolean fresh, int connectTimeoutMillis) {
    Http1Connection connection = fresh ? null : idle.pollFirst();
    while (connection != null && !connection.isActive()) {
      connection = idle.pollFirst();
    }
    if (connection != null) {
      connection.assign(receiver);
      return connection;
    }
    if (open < limits.maxConnections()) {
      connect(receiver, connectTimeoutMillis);
    } else if (waiting.size() < limits.maxWaiting()) {
      waiting.addLast(receiver);
    } else {
      receiver.connectFailed(Reason.OVERLOADED);
    }
    return null;
  }

  /** The receiver no longer waits. */
  void cancel(UpstreamReceiver receiver) {
    waiting.remove(receiver);
  }

  void giveBack(Http1Connection connection) {
    UpstreamReceiver next = waiting.pollFirst();
    if (next != null) {
      connection.assign(next);
      next.connected(connection);
    } else if (retired || idle.size() >= limits.maxIdle()) {
      connection.close();
    } else {
      connection.idleSince(System.nanoTime());
      idle.addFirst(connection);
    }
  }

  private void closed(Http1Connection connection) {
    open--;
    idle.remove(connection);
    connectForWaiting();
  }

  /** No new request will come: idle connections are closed, others when they are given back. */
  void retire() {
    retired = true;
    for (Http1Connection connection : idle.toArray(Http1Connection[]::new)) {
      connection.close();
    }
  }

  /** Takes requests again. */
  void revive() {
    retired = false;
  }

  /** Whether it can be forgotten. */
  boolean spent() {
    return retired && open == 0 && waiting.isEmpty();
  }

  /** Closes connections that lay idle too long. */
  void closeOld(long now) {
    Http1Connection oldest = idle.peekLast();
    while (oldest != null && now - oldest.idleSince() > limits.maxIdleNanos()) {
      idle.pollLast();
      oldest.close();
      oldest = idle.peekLast();
    }
  }

  private void connectForWaiting() {
    UpstreamReceiver next = open < limits.maxConnections() ? waiting.pollFirst() : null;
    if (next != null) {
      connect(next, limits.waiterConnectTimeoutMillis());
    }
  }

  private void connect(UpstreamReceiver receiver, int timeoutMillis) {
    open++;
    Http1Connection connection = new Http1Connection(this);
    connection.assign(receiver);
    Bootstrap attempt =
        bootstrap
            .clone()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connection.install(channel);
                  }
                });
    attempt
        .connect(InetSocketAddress.createUnresolved(host, port))
        .addListener((ChannelFuture future) -> connectEnded(future, connection, receiver));
  }

  private void connectEnded(
      ChannelFuture future, Http1Connection connection, UpstreamReceiver receiver) {
    if (future.isSuccess()) {
      future.channel().closeFuture().addListener(closed -> closed(connection));
      receiver.connected(connection);
      return;
    }
    open--;
    boolean timedOut = future.cause() instanceof ConnectTimeoutException;
    receiver.connectFailed(timedOut ? Reason.CONNECT_TIMEOUT : Reason.CONNECT_FAILED);
    connectForWaiting();
  }
}
