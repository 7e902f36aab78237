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
final class StreamAttempts {
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
    if (roomy == null && !room.await(now)) {
      connection.notConnected(Reason.OVERLOADED);
    }
    return roomy;
  }

  private void connect(LoopEndpoint chosen) {
    if (connection.over()) {
      room.leave();
      return;
    }
    long began = System.nanoTime();
    target = chosen;
    target.requestStarted();
    checked = balancer.service();
    log.attempt(target);
    BackendService settings = checked.service();
    StreamSide side = new StreamSide(connection, false);
    loop.upstreams()
        .connect(
            checked,
            target.endpoint(),
            side,
            told(settings.proxyProtocol()),
            new StreamConnect.Receiver() {
              @Override
              public void connected(Channel channel) {
                succeeded(channel, side, settings, began);
              }

              @Override
              public void connectFailed(Reason reason) {
                failed(settings, reason);
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

  private void succeeded(Channel channel, StreamSide side, BackendService settings, long began) {
    long now = System.nanoTime();
    loop.observer().targetConnected(settings.id(), now - began);
    channel.closeFuture().addListener(closed -> loop.observer().targetDisconnected(settings.id()));
    if (connection.over()) {
      channel.close();
    } else {
      target.answered(now - began, now);
      loop.sources().served(settings, source, target.targetId());
      target.shared().succeeded();
      judge(Outcome.SUCCEEDED);
      connection.connected(channel, side);
    }
  }

  private void failed(BackendService settings, Reason reason) {
    loop.observer().targetConnectFailed(settings.id(), reason);
    if (connection.over()) {
      return;
    }
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
    judge(Outcome.UNKNOWN);
    releaseTarget();
  }

  /** Whether no target had room for too long. */
  boolean late(long now) {
    return room != null && room.late(now);
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
