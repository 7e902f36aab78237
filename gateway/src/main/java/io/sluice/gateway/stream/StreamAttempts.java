package io.sluice.gateway.stream;

import io.netty.channel.Channel;
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
import io.sluice.gateway.tls.TlsConnection;
import io.sluice.gateway.upstream.StreamConnect;
import io.sluice.gateway.upstream.ToldClient;
import java.util.ArrayList;
import java.util.List;

/** The targets that are tried for a client's connection, until one takes it. */
final class StreamAttempts implements StreamConnect.Receiver {
  private final StreamConnection connection;
  private final StreamLoop loop;
  private final StreamClient client;
  private final StreamLog log;
  private final Balancer balancer;

  /** A stream has nothing else to be placed by than its source. */
  private final String source;

  private final long key;
  private final List<LoopEndpoint> tried = new ArrayList<>(2);
  private LoopEndpoint target;
  private TargetRoom room;
  private LoopCircuit.Pass pass;
  private ServiceTable checked;
  private StreamConnect connect;
  private StreamSide side;
  private long began;
  private boolean waiting;

  StreamAttempts(
      StreamConnection connection,
      StreamLoop loop,
      StreamClient client,
      StreamLog log,
      Balancer balancer) {
    this.connection = connection;
    this.loop = loop;
    this.client = client;
    this.log = log;
    this.balancer = balancer;
    this.source = client.source().getAddress().getHostAddress();
    this.key = Placement.hash(source);
  }

  /** Begins with the first; the connection is told what comes of it. */
  void begin() {
    log.service(balancer.service().service().id());
    pass = balancer.enter(loop.clock().getAsLong());
    if (pass == null) {
      connection.notConnected(Reason.CIRCUIT_OPEN);
    } else {
      choose(Reason.NO_TARGET);
    }
  }

  private void choose(Reason lastFailure) {
    long now = System.nanoTime();
    LoopEndpoint chosen = loop.sources().kept(balancer, source, tried);
    if (chosen == null) {
      chosen = balancer.choose(key, now, tried);
    }
    if (chosen == null) {
      judge(log.attempts() > 0 ? Outcome.FAILED : Outcome.UNKNOWN);
      connection.notConnected(lastFailure);
      return;
    }
    if (log.attempts() == 0) {
      balancer.retries().requestStarted(loop.clock().getAsLong());
    }
    if (balancer.roomPerTarget() != null) {
      chosen = withRoom(chosen, now);
    }
    if (chosen != null) {
      connect(chosen);
    }
  }

  /** The chosen target or another that has room; null when this waits for some, or has ended. */
  private LoopEndpoint withRoom(LoopEndpoint chosen, long now) {
    if (room == null) {
      room = new TargetRoom(balancer, client.channel().eventLoop()::execute, this::connect);
    }
    LoopEndpoint roomy = room.take(chosen, key, now, tried);
    if (roomy == null) {
      waiting = true;
      if (!room.await(now)) {
        connection.notConnected(Reason.OVERLOADED);
      } else {
        connection.waits();
      }
    }
    return roomy;
  }

  /** Whether there is no target yet, and no room in one. */
  boolean waiting() {
    return waiting;
  }

  private void connect(LoopEndpoint chosen) {
    if (connection.over()) {
      room.leave();
      return;
    }
    waiting = false;
    began = System.nanoTime();
    target = chosen;
    target.requestStarted();
    checked = balancer.service();
    log.attempt(target);
    side = new StreamSide(connection, false);
    StreamConnect begun =
        loop.upstreams()
            .connect(
                checked, target.endpoint(), side, told(checked.service().proxyProtocol()), this);
    // One that failed at once has been followed by another already.
    if (begun.pending()) {
      connect = begun;
    }
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

  @Override
  public void connected(Channel channel) {
    BackendService settings = checked.service();
    long now = System.nanoTime();
    connect = null;
    loop.observer().targetConnected(settings.id(), now - began);
    channel.closeFuture().addListener(closed -> loop.observer().targetDisconnected(settings.id()));
    target.answered(now - began, now);
    loop.sources().served(settings, source, target.targetId());
    target.shared().succeeded();
    judge(Outcome.SUCCEEDED);
    connection.connected(channel, side);
  }

  @Override
  public void connectFailed(Reason reason) {
    BackendService settings = checked.service();
    connect = null;
    loop.observer().targetConnectFailed(settings.id(), reason);
    target.failed(System.nanoTime());
    target.shared().failed(settings.ejection().consecutiveFailures());
    releaseTarget();
    if (mayRetry(settings)) {
      choose(reason);
    } else {
      judge(Outcome.FAILED);
      connection.notConnected(reason);
    }
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

  /** What came of the last attempt to connect is what came of the connection. */
  private void judge(Outcome outcome) {
    if (pass != null) {
      pass.ended(outcome, loop.clock().getAsLong());
    }
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

  /** The client's connection is over, and the target's with it. */
  void ended() {
    waiting = false;
    if (connect != null) {
      connect.giveUp();
      connect = null;
    }
    judge(Outcome.UNKNOWN);
    releaseTarget();
  }

  /** Whether no target had room, or the one tried was not connected, for too long. */
  boolean late(long now) {
    return connect != null && connect.late(now) || room != null && room.late(now);
  }

  /** Does what is to be done when {@link #late}; false when no other target is tried. */
  boolean tooLate() {
    if (connect == null) {
      return false;
    }
    connect.tooLate();
    return true;
  }

  /** Whether the target has left, after its time to drain, by a table that is new. */
  boolean targetLeft(RoutingTable table) {
    if (target == null) {
      return false;
    }
    ServiceTable current = table.services().get(checked.service().id());
    if (current == checked) {
      return false;
    }
    if (current == null || current.endpoint(target.targetId()) == null) {
      return true;
    }
    checked = current;
    return false;
  }
}
