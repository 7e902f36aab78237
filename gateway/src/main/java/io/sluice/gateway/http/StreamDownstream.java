package io.sluice.gateway.http;

import io.netty.channel.Channel;
import io.sluice.contracts.model.Listener;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.stream.StreamClient;
import io.sluice.gateway.stream.StreamConnection;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.tls.TlsConnection;
import java.net.InetSocketAddress;

/** A connection of a TCP or TLS listener as its listener sees it. */
final class StreamDownstream implements DownstreamConnection {
  private StreamConnection connection;

  private StreamDownstream() {}

  /** Passes a client's bytes, decrypted if need be, on to a target. */
  static void serve(GatewayLoop loop, LoopListener listener, Channel channel) {
    TlsConnection tls = TlsConnection.of(channel);
    serve(
        loop,
        listener,
        channel,
        tls == null ? null : tls.serverName(),
        listener.table().fallback());
  }

  /**
   * Passes a client's bytes, which are TLS, on to a target of the service that its rules choose.
   *
   * @param serverName the name that the client asks for, or null
   */
  static void serveNamed(
      GatewayLoop loop, LoopListener listener, Channel channel, String serverName) {
    serve(loop, listener, channel, serverName, listener.table().routeName(serverName));
  }

  private static void serve(
      GatewayLoop loop,
      LoopListener listener,
      Channel channel,
      String serverName,
      Decision decision) {
    InetSocketAddress source = ProxiedClient.source(channel);
    InetSocketAddress destination = ProxiedClient.destination(channel);
    if (source == null || destination == null) {
      channel.close();
      return;
    }
    Listener settings = listener.table().listener();
    Balancer balancer =
        decision instanceof Decision.Forward forward
            ? loop.balancers().choose(listener.table().zoning(), forward)
            : null;
    StreamDownstream downstream = new StreamDownstream();
    listener.opened(downstream);
    loop.observer().connectionOpened(listener.id());
    downstream.connection =
        StreamConnection.open(
            loop.streams(),
            new StreamClient(
                listener.id(),
                channel,
                source,
                destination,
                settings.protocol().name(),
                serverName,
                StreamConnection.idleNanos(settings.idleTimeoutSeconds(), GatewayLoop.TICK_NANOS)),
            balancer,
            () -> {
              listener.closed(downstream);
              loop.observer().connectionClosed(listener.id());
            });
  }

  /** A connection cannot be told to go elsewhere: it goes on until the time to drain is over. */
  @Override
  public void drain() {}

  @Override
  public void apply(RoutingTable table) {
    connection.apply(table);
  }

  @Override
  public void cut() {
    connection.cut();
  }

  @Override
  public boolean late(long now) {
    return connection.late(now);
  }

  @Override
  public void tooLate(long now) {
    connection.endLate();
  }
}
