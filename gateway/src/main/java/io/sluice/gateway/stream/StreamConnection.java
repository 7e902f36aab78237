package io.sluice.gateway.stream;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.balancing.TargetRoom;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.resilience.LoopCircuit;
import io.sluice.gateway.resilience.LoopCircuit.Outcome;
import io.sluice.gateway.table.Placement;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.tls.TlsChannels;
import io.sluice.gateway.tls.TlsConnection;
import io.sluice.gateway.upstream.StreamConnect;
import io.sluice.gateway.upstream.ToldClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A client's connection and the one to its target. Bytes pass both ways until each side has ended
 * its own half, or one is lost: then the other is reset, since an orderly end would pass off as
 * whole what is not.
 */
public final class StreamConnection {
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final StreamLoop loop;
  private final StreamClient client;
  private final Runnable ended;
  private final StreamLog log;
  private final StreamSide clientSide;
  private final List<LoopEndpoint> tried = new ArrayList<>(2);
  private Balancer balancer;
  private LoopEndpoint target;
  private TargetRoom room;
  private LoopCircuit.Pass pass;
  private StreamSide targetSide;
  private ServiceTable checked;
  private boolean connected;
  private boolean targetEnded;
  private long targetEndedAt;
  private boolean over;
  private boolean finished;
  private long activeAt;

  private StreamConnection(StreamLoop loop, StreamClient client, Runnable ended) {
    this.loop = loop;
    this.client = client;
    this.ended = ended;
    this.log = new StreamLog(client);
    this.clientSide = new StreamSide(this, true);
    this.activeAt = loop.clock().getAsLong();
  }

  /**
   * Takes over a client's connection. Nothing is read of it before there is a target.
   *
   * @param balancer chooses the target; null when there is no backend service
   * @param ended called once, when all is closed
   */
  public static StreamConnection open(
      StreamLoop loop, StreamClient client, Balancer balancer, Runnable ended) {
    StreamConnection connection = new StreamConnection(loop, client, ended);
    Channel channel = client.channel();
    channel.config().setAutoRead(false);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.pipeline().addLast(connection.clientSide);
    channel.closeFuture().addListener(closed -> connection.clientClosed());
    connection.balancer = balancer;
    if (balancer == null) {
      connection.end(Reason.NO_BACKEND_SERVICE);
    } else {
      connection.begin();
    }
    return connection;
  }

  /** What came of the last attempt to connect is what came of the connection. */
  private void judge(Outcome outcome) {
    if (pass != null) {
      pass.ended(outcome, loop.clock().getAsLong());
    }
  }

  private void begin() {
    log.service(balancer.service().service().id());
    pass = balancer.enter(loop.clock().getAsLong());
    if (pass == null) {
      end(Reason.CIRCUIT_OPEN);
    } else {
      connect(Reason.NO_TARGET);
    }
  }

  private void connect(Reason lastFailure) {
    long began = System.nanoTime();
    // A stream has nothing else to be placed by than its source.
    long key = Placement.hash(source());
    LoopEndpoint chosen = loop.sources().kept(balancer, source(), tried);
    if (chosen == null) {
      chosen = balancer.choose(key, began, tried);
    }
    if (chosen == null) {
      judge(log.attempts() > 0 ? Outcome.FAILED : Outcome.UNKNOWN);
      end(lastFailure);
      return;
    }
    if (log.attempts() == 0) {
      balancer.retries().requestStarted(loop.clock().getAsLong());
    }
    if (balancer.roomPerTarget() != null) {
      chosen = withRoom(chosen, key, began);
    }
    if (chosen != null) {
      connect(chosen);
    }
  }

  /** The chosen target or another that has room; null when this waits for some, or has ended. */
  private LoopEndpoint withRoom(LoopEndpoint chosen, long key, long now) {
    if (room == null) {
      room = new TargetRoom(balancer, client.channel().eventLoop()::execute, this::connect);
    }
    LoopEndpoint roomy = room.take(chosen, key, now, tried);
    if (roomy == null && !room.await(now)) {
      end(Reason.OVERLOADED);
    }
    return roomy;
  }

  private void connect(LoopEndpoint chosen) {
    if (over) {
      room.leave();
      return;
    }
    long began = System.nanoTime();
    target = chosen;
    target.requestStarted();
    ServiceTable service = balancer.service();
    checked = service;
    log.attempt(target);
    StreamSide side = new StreamSide(this, false);
    loop.upstreams()
        .connect(
            service,
            target.endpoint(),
            side,
            told(service.service().proxyProtocol()),
            new StreamConnect.Receiver() {
              @Override
              public void connected(Channel channel) {
                targetConnected(channel, side, service.service(), began);
              }

              @Override
              public void connectFailed(Reason reason) {
                targetFailed(service.service(), reason);
              }
            });
  }

  private ToldClient told(ProxyProtocol version) {
    return version == ProxyProtocol.OFF
        ? null
        : ToldClient.of(
            version,
            client.source(),
            client.destination(),
            TlsConnection.of(client.channel()),
            client.serverName());
  }

  private void targetConnected(
      Channel channel, StreamSide side, BackendService settings, long began) {
    long now = System.nanoTime();
    loop.observer().targetConnected(settings.id(), now - began);
    channel.closeFuture().addListener(closed -> loop.observer().targetDisconnected(settings.id()));
    if (over) {
      channel.close();
    } else {
      target.answered(now - began, now);
      loop.sources().served(settings, source(), target.targetId());
      target.shared().succeeded();
      judge(Outcome.SUCCEEDED);
      join(channel, side);
    }
  }

  private void targetFailed(BackendService settings, Reason reason) {
    loop.observer().targetConnectFailed(settings.id(), reason);
    if (over) {
      return;
    }
    target.failed(System.nanoTime());
    target.shared().failed(settings.ejection().consecutiveFailures());
    releaseTarget();
    if (mayRetry(settings)) {
      connect(reason);
    } else {
      judge(Outcome.FAILED);
      end(reason);
    }
  }

  private String source() {
    return client.source().getAddress().getHostAddress();
  }

  private boolean mayRetry(BackendService settings) {
    if (!settings.retry().onConnectFailure() || log.attempts() > settings.retries()) {
      return false;
    }
    boolean within =
        balancer.retries().take(settings.retry().budgetPercent(), loop.clock().getAsLong());
    if (!within) {
      loop.observer().retryRefused(settings.id());
    }
    return within;
  }

  private void releaseTarget() {
    if (target != null) {
      tried.add(target);
      target.requestEnded();
      target = null;
    }
    if (room != null) {
      room.leave();
    }
  }

  private void join(Channel channel, StreamSide side) {
    connected = true;
    targetSide = side;
    activeAt = loop.clock().getAsLong();
    side.peer(clientSide);
    clientSide.peer(targetSide);
    channel.flush();
    channel.closeFuture().addListener(closed -> targetClosed());
    channel.config().setAutoRead(true);
    client.channel().config().setAutoRead(true);
  }

  /** So many bytes came from one side. */
  void passed(boolean fromClient, int bytes) {
    activeAt = loop.clock().getAsLong();
    log.passed(fromClient, bytes);
  }

  /**
   * All that came from one side, up to its end, was sent to the other.
   *
   * @return whether both directions have ended; then both are closed
   */
  boolean directionEnded() {
    boolean both = clientSide.outputEnded() && targetSide.outputEnded();
    if (both) {
      client.channel().close();
      targetSide.channel().close();
    }
    return both;
  }

  /**
   * The target has ended TLS in order, and takes nothing more. A client that still sends is read
   * for a while: closed at once it might lose the last that the target said.
   */
  void targetEndedTls() {
    targetEnded = true;
    targetEndedAt = loop.clock().getAsLong();
  }

  boolean targetHasEnded() {
    return targetEnded;
  }

  /** One side is lost. */
  void lost(boolean theClient) {
    end(theClient ? Reason.CLIENT_CLOSED : Reason.UPSTREAM_RESET);
  }

  private void clientClosed() {
    if (!over) {
      if (connected) {
        closeAfterFlush(targetSide.channel());
      }
      over = true;
      if (!connected) {
        log.reason(Reason.CLIENT_CLOSED);
      }
    }
    endedIfClosed();
  }

  private void targetClosed() {
    if (!over && !targetEnded) {
      over = true;
      closeAfterFlush(client.channel());
    }
    endedIfClosed();
  }

  private static void closeAfterFlush(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> channel.close());
  }

  /** Ends it before its time: what is still open is reset. */
  private void end(Reason reason) {
    if (over) {
      return;
    }
    over = true;
    log.reason(reason);
    reset(client.channel());
    if (connected) {
      reset(targetSide.channel());
    }
  }

  /** What was passed on already is sent before. */
  private static void reset(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> resetNow(channel));
  }

  private static void resetNow(Channel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      TlsChannels.cut(channel);
    }
  }

  private void endedIfClosed() {
    if (finished || client.channel().isOpen() || connected && targetSide.channel().isOpen()) {
      return;
    }
    finished = true;
    judge(Outcome.UNKNOWN);
    clientSide.release();
    releaseTarget();
    loop.observer().streamEnded(log.summary());
    ended.run();
  }

  /**
   * Whether nothing has passed, or no target had room, for too long.
   *
   * @param now nanoseconds of the monotonic clock
   */
  public boolean late(long now) {
    if (!connected) {
      return room != null && room.late(now);
    }
    return now - activeAt > client.idleNanos() || targetEnded && now - targetEndedAt > LINGER_NANOS;
  }

  /** Ends it since it is {@link #late}, at once. */
  public void endLate() {
    if (targetEnded) {
      client.channel().close();
      targetSide.channel().close();
    } else {
      endNow(connected ? Reason.IDLE_TIMEOUT : Reason.WAIT_TIMEOUT);
    }
  }

  /** Ends it since its listener's time to drain is over, at once. */
  public void cut() {
    endNow(Reason.LISTENER_CLOSED);
  }

  private void endNow(Reason reason) {
    end(reason);
    resetNow(client.channel());
    if (connected) {
      resetNow(targetSide.channel());
    }
  }

  /** Ends it when its target has left, after its time to drain. */
  public void apply(RoutingTable table) {
    if (over || target == null) {
      return;
    }
    ServiceTable current = table.services().get(checked.service().id());
    if (current == checked) {
      return;
    }
    if (current == null || current.endpoint(target.targetId()) == null) {
      end(Reason.TARGET_REMOVED);
    } else {
      checked = current;
    }
  }

  /** Seconds as {@link StreamClient} wants them, with the inexactness of the clock. */
  public static long idleNanos(int seconds, long tickNanos) {
    return TimeUnit.SECONDS.toNanos(seconds) + tickNanos;
  }
}
