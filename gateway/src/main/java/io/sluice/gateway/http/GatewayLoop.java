package io.sluice.gateway.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.gateway.balancing.LoopBalancers;
import io.sluice.gateway.limits.GatewayGate;
import io.sluice.gateway.limits.ListenerGate;
import io.sluice.gateway.observe.LoopObserver;
import io.sluice.gateway.sources.SourceMemory;
import io.sluice.gateway.stream.StreamLoop;
import io.sluice.gateway.table.ListenerTable;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.tls.TlsSet;
import io.sluice.gateway.upstream.LoopShare;
import io.sluice.gateway.upstream.TargetTlsContext;
import io.sluice.gateway.upstream.Upstreams;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * All that one event loop has: the table it serves by, its balancers, its connections on both
 * sides. Methods are called on its thread alone, unless they say otherwise.
 */
public final class GatewayLoop {
  /**
   * Timeouts are whole seconds and are looked at this often, so that a request costs no timer: they
   * end up to two of these late, and never early.
   */
  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final EventLoop eventLoop;
  private final LoopBalancers balancers;
  private final LoopObserver observer;
  private final Upstreams upstreams;
  private final StreamLoop streams;
  private final Mirrors mirrors = new Mirrors(this);
  private final GatewayGate gate;
  private final Via via;
  private final LoopPersistence persistence;
  private final Map<UUID, LoopListener> listeners = new HashMap<>();
  private final List<LoopListener> draining = new ArrayList<>();
  private final long drainNanos;
  private long now = System.nanoTime();

  /**
   * A loop that serves nothing yet.
   *
   * @param gatewayId the gateway's name
   * @param connector opens connections to targets on this loop
   * @param share the loop's share in what is allowed to a gateway
   * @param gate what all loops let in together
   * @param sources which clients' addresses keep to which targets, for all loops together
   * @param drainTimeout how long requests of a removed listener have to end
   */
  public GatewayLoop(
      EventLoop eventLoop,
      String gatewayId,
      LoopBalancers balancers,
      LoopObserver observer,
      Bootstrap connector,
      LoopShare share,
      GatewayGate gate,
      SourceMemory sources,
      Duration drainTimeout) {
    this.eventLoop = eventLoop;
    this.balancers = balancers;
    this.observer = observer;
    this.gate = gate;
    this.drainNanos = drainTimeout.toNanos();
    this.via = new Via(gatewayId);
    this.persistence = new LoopPersistence(observer, sources);
    this.upstreams = new Upstreams(connector, share, observer);
    this.streams = new StreamLoop(upstreams, observer, sources, this::now);
    eventLoop.scheduleAtFixedRate(this::tick, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
  }

  /** The event loop; may be asked for from any thread. */
  public EventLoop eventLoop() {
    return eventLoop;
  }

  /**
   * Serves new requests by a table. Listeners that it lacks take no new connection, let requests in
   * flight end and close.
   *
   * @param tls certificates by listener, for new handshakes
   * @param targetTls TLS with targets by backend service, for new connections
   */
  public void apply(
      RoutingTable table, Map<UUID, TlsSet> tls, Map<UUID, TargetTlsContext> targetTls) {
    balancers.apply(table, System.nanoTime());
    persistence.keyRing(table.keyRing());
    upstreams.apply(table, targetTls);
    for (ListenerTable listener : table.listeners().values()) {
      UUID id = listener.listener().id();
      LoopListener known = listeners.get(id);
      if (known == null) {
        ListenerGate gateOfAll = gate.listener(id, System.nanoTime());
        known = new LoopListener(id, listener, gateOfAll);
        listeners.put(id, known);
      } else {
        known.table(listener);
      }
      known.tls(tls.get(id), this);
    }
    listeners.values().forEach(listener -> listener.apply(table));
    draining.forEach(listener -> listener.apply(table));
    for (UUID id : List.copyOf(listeners.keySet())) {
      if (!table.listeners().containsKey(id)) {
        drain(listeners.remove(id));
      }
    }
  }

  /** Whether a listener believes what a source says of its clients. */
  public boolean trusts(UUID listenerId, InetAddress source) {
    LoopListener listener = listeners.get(listenerId);
    return listener != null && listener.trusts(source);
  }

  /** Takes over a client's connection that was accepted. */
  public void accept(UUID listenerId, Channel channel) {
    LoopListener listener = listeners.get(listenerId);
    if (listener == null) {
      channel.close();
    } else {
      Protocols.accept(this, listener, channel);
    }
  }

  /** Lets requests in flight end and closes everything else. */
  public void drain() {
    listeners.values().forEach(this::drain);
    listeners.clear();
    upstreams.close();
  }

  private void drain(LoopListener listener) {
    draining.add(listener);
    listener.drain(System.nanoTime() + drainNanos);
  }

  /** Client connections of all listeners, those that drain too. */
  public int connections() {
    int all = 0;
    for (LoopListener listener : listeners.values()) {
      all += listener.connections();
    }
    for (LoopListener listener : draining) {
      all += listener.connections();
    }
    return all;
  }

  /** How much it carries. */
  public Load load() {
    Map<UUID, Integer> connections = new HashMap<>();
    listeners.forEach((id, listener) -> connections.put(id, listener.connections()));
    Map<UUID, Integer> active = new HashMap<>();
    balancers.addLoads(active);
    Map<HealthDelta.Key, Integer> growing = new HashMap<>();
    balancers.addGrowing(growing);
    return new Load(connections, active, growing);
  }

  /**
   * How much a loop carries.
   *
   * @param connectionsByListener client connections by listener id
   * @param activeByTarget requests in flight by target id; targets without any are left out
   * @param growing targets in a slow start, and the share of its weight that each is given, in %
   */
  public record Load(
      Map<UUID, Integer> connectionsByListener,
      Map<UUID, Integer> activeByTarget,
      Map<HealthDelta.Key, Integer> growing) {}

  LoopBalancers balancers() {
    return balancers;
  }

  /** What takes note of its connections and requests. */
  public LoopObserver observer() {
    return observer;
  }

  Via via() {
    return via;
  }

  LoopPersistence persistence() {
    return persistence;
  }

  Upstreams upstreams() {
    return upstreams;
  }

  Mirrors mirrors() {
    return mirrors;
  }

  StreamLoop streams() {
    return streams;
  }

  /** Nanoseconds of the monotonic clock at the last tick. */
  long now() {
    return now;
  }

  private void tick() {
    now = System.nanoTime();
    balancers.tick(now);
    upstreams.tick(now);
    mirrors.tick(now);
    listeners.values().forEach(listener -> listener.tick(now));
    draining.forEach(listener -> listener.tick(now));
    draining.removeIf(listener -> listener.connections() == 0);
  }
}
