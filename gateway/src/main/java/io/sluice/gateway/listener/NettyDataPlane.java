package io.sluice.gateway.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.sluice.contracts.GatewayBeat.ListenerState;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.ListenerLimits;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.gateway.balancing.LoopBalancers;
import io.sluice.gateway.http.GatewayLoop;
import io.sluice.gateway.limits.ConnectionLimits;
import io.sluice.gateway.limits.GatewayGate;
import io.sluice.gateway.observe.LoopObservers;
import io.sluice.gateway.resilience.Ejector;
import io.sluice.gateway.sources.SourceMemory;
import io.sluice.gateway.table.ListenerTable;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.tls.TlsContexts;
import io.sluice.gateway.tls.TlsSet;
import io.sluice.gateway.upstream.LoopShare;
import io.sluice.gateway.upstream.TargetTlsContext;
import io.sluice.gateway.upstream.TargetTlsContexts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Carries traffic on event loops of its own, so that decoding a large configuration never holds up
 * a request. What is not a request's is done on one more thread, which may block.
 */
public final class NettyDataPlane implements DataPlane, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(NettyDataPlane.class);
  private static final long REBIND_SECONDS = 1;
  private static final long DRAIN_CHECK_MILLIS = 50;
  private static final long EJECTION_MILLIS = 50;

  private final DataPlaneOptions options;
  private final LoopObservers observers;
  private final EventLoopGroup group;
  private final EventExecutor control =
      new DefaultEventExecutor(new DefaultThreadFactory("gateway-control"));
  private final GatewayGate gate;
  private final SourceMemory sources = new SourceMemory();
  private final List<GatewayLoop> loops = new ArrayList<>();
  private final Map<EventExecutor, GatewayLoop> byExecutor = new HashMap<>();
  private final Map<UUID, BoundListener> listeners = new LinkedHashMap<>();
  private final TlsContexts tls;
  private final TargetTlsContexts targetTls;
  private final Ejector ejector;
  private RoutingTable configured = RoutingTable.EMPTY;
  private Map<UUID, TlsSet> tlsSets = Map.of();
  private Map<UUID, TargetTlsContext> targetContexts = Map.of();
  private boolean draining;

  private NettyDataPlane(DataPlaneOptions options, LoopObservers observers) {
    this.options = options;
    this.observers = observers;
    this.gate = new GatewayGate(options.maxConnections());
    this.tls = new TlsContexts(options.tlsEngine());
    this.targetTls = new TargetTlsContexts(options.tlsEngine());
    this.ejector = new Ejector(System::nanoTime, observers.resilience());
    this.group = options.transport().newGroup(options.eventLoops());
    for (EventExecutor executor : group) {
      int index = loops.size();
      EventLoop eventLoop = (EventLoop) executor;
      GatewayLoop loop =
          new GatewayLoop(
              eventLoop,
              options.gatewayId(),
              new LoopBalancers(
                  options.gatewayId(),
                  index,
                  options.eventLoops(),
                  RandomGenerator.getDefault(),
                  ejector.states()),
              observers.forLoop(index),
              options.transport().connector(eventLoop),
              new LoopShare(index, options.eventLoops()),
              gate,
              sources,
              options.drainTimeout());
      loops.add(loop);
      byExecutor.put(executor, loop);
    }
    control.scheduleWithFixedDelay(
        this::bindAgain, REBIND_SECONDS, REBIND_SECONDS, TimeUnit.SECONDS);
    control.scheduleWithFixedDelay(
        this::eject, EJECTION_MILLIS, EJECTION_MILLIS, TimeUnit.MILLISECONDS);
    control.scheduleWithFixedDelay(
        tls::rotateTickets,
        TlsContexts.rotationSeconds(),
        TlsContexts.rotationSeconds(),
        TimeUnit.SECONDS);
  }

  /** Starts the event loops; no listener is open before the first {@link #apply}. */
  public static NettyDataPlane start(DataPlaneOptions options, LoopObservers observers) {
    return new NettyDataPlane(options, observers);
  }

  @Override
  public Future<Void> apply(RoutingTable table) {
    return onControl(() -> {
      if (!draining) {
        closeRemoved(table);
        limitConnections(table);
        tlsSets = tls.build(table);
        targetContexts = targetTls.build(table);
        configured = table;
        serve();
        openAdded(table);
        tls.retire();
        targetTls.retire();
      }
      return null;
    });
  }

  @Override
  public Future<Report> report() {
    return onControl(() -> {
      Map<UUID, Integer> loads = new HashMap<>();
      Map<UUID, Integer> connections = new HashMap<>();
      Map<HealthDelta.Key, Integer> growing = new HashMap<>();
      onEachLoop(GatewayLoop::load)
          .forEach(load -> {
            load.activeByTarget().forEach((id, n) -> loads.merge(id, n, Integer::sum));
            load.growing().forEach((target, n) -> growing.merge(target, n, Math::min));
            load.connectionsByListener().forEach((id, n) -> connections.merge(id, n, Integer::sum));
          });
      observers.growing(growing);
      return new Report(states(connections), loads, growing, ejector.ejected());
    });
  }

  private List<ListenerState> states(Map<UUID, Integer> connections) {
    return listeners.values().stream()
        .map(listener ->
            new ListenerState(
                listener.id(),
                listener.bound(),
                error(listener),
                connections.getOrDefault(listener.id(), 0)))
        .toList();
  }

  private String error(BoundListener listener) {
    TlsSet set = tlsSets.get(listener.id());
    return listener.error() != null || set == null ? listener.error() : set.error();
  }

  /** TLS sessions that clients resumed by a ticket so far; may be called from any thread. */
  public long resumedSessions() {
    return tls.resumed();
  }

  /** Client connections of all listeners; may be asked for from any thread. */
  public int connections() {
    return gate.open();
  }

  @Override
  public Future<Void> drain() {
    Promise<Void> done = Promise.promise();
    control.execute(() -> {
      draining = true;
      listeners.values().forEach(BoundListener::close);
      onEachLoop(loop -> {
        loop.drain();
        return null;
      });
      awaitDrained(done);
    });
    return done.future();
  }

  private void awaitDrained(Promise<Void> done) {
    if (onEachLoop(GatewayLoop::connections).stream().allMatch(open -> open == 0)) {
      done.complete();
    } else {
      control.schedule(() -> awaitDrained(done), DRAIN_CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Ends the event loops and whatever still runs on them. */
  @Override
  public void close() {
    control.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    tls.close();
    targetTls.close();
  }

  // Called on the control thread, which may block.

  private void serve() {
    RoutingTable table = ejector.apply(configured);
    onEachLoop(loop -> {
      loop.apply(table, tlsSets, targetContexts);
      return null;
    });
    ejector.applied(table);
  }

  private void eject() {
    if (!draining && ejector.tick(configured)) {
      serve();
    }
  }

  private void closeRemoved(RoutingTable table) {
    listeners
        .values()
        .removeIf(open -> {
          ListenerTable wanted = table.listeners().get(open.id());
          if (wanted != null && open.at(address(wanted.listener()), wanted.listener().port())) {
            return false;
          }
          open.close();
          if (wanted == null) {
            gate.remove(open.id());
          }
          LOG.infof("Listener %s is closed on %s:%d", open.id(), open.address(), open.port());
          return true;
        });
  }

  private void limitConnections(RoutingTable table) {
    for (ListenerTable added : table.listeners().values()) {
      UUID id = added.listener().id();
      ListenerLimits limits = added.listener().limits();
      gate.listener(id, System.nanoTime())
          .limits(
              new ConnectionLimits(
                  orNone(limits.connections()),
                  orNone(limits.connectionsPerSource()),
                  orNone(limits.newConnectionsPerSecond())));
    }
  }

  private static int orNone(Integer limit) {
    return limit == null ? 0 : limit;
  }

  private void openAdded(RoutingTable table) {
    table.listeners().values().stream()
        .map(ListenerTable::listener)
        .filter(listener -> !listeners.containsKey(listener.id()))
        .sorted(Comparator.comparing(Listener::id))
        .forEach(listener -> {
          BoundListener added =
              new BoundListener(listener.id(), address(listener), listener.port());
          listeners.put(listener.id(), added);
          bind(added);
        });
  }

  private void bindAgain() {
    if (!draining) {
      listeners.values().stream().filter(listener -> !listener.bound()).forEach(this::bind);
    }
  }

  /** Opens a socket for each event loop, or notes why not. */
  private void bind(BoundListener listener) {
    String before = listener.error();
    try {
      requireUnshared(listener);
      boolean share = options.transport().sharesPorts();
      for (GatewayLoop loop : share ? loops : loops.subList(0, 1)) {
        listener.sockets().add(open(listener, loop, share ? loop.eventLoop() : group));
      }
      listener.error(null);
      LOG.infof("Listener %s is open on %s:%d", listener.id(), listener.address(), listener.port());
    } catch (IOException e) {
      listener.close();
      listener.error(e.getMessage());
      if (!e.getMessage().equals(before)) {
        LOG.warnf(
            "Listener %s cannot open %s:%d: %s",
            listener.id(), listener.address(), listener.port(), e.getMessage());
      }
    }
  }

  /** The kernel would spread a port's connections over two listeners of the same gateway. */
  private void requireUnshared(BoundListener listener) throws IOException {
    for (BoundListener other : listeners.values()) {
      if (other.bound() && other.at(listener.address(), listener.port())) {
        throw new IOException("the address and port are in use by listener " + other.id());
      }
    }
  }

  private Channel open(BoundListener listener, GatewayLoop loop, EventLoopGroup workers)
      throws IOException {
    UUID id = listener.id();
    ChannelFuture bound =
        options
            .transport()
            .acceptor(loop.eventLoop(), workers)
            .handler(new AcceptGuard(id, gate.listener(id, System.nanoTime()), loop))
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    byExecutor.get(channel.eventLoop()).accept(id, channel);
                  }
                })
            .bind(new InetSocketAddress(listener.address(), listener.port()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      String message = bound.cause().getMessage();
      throw new IOException(message == null ? bound.cause().toString() : message, bound.cause());
    }
    return bound.channel();
  }

  private String address(Listener listener) {
    return listener.address() == null ? options.bindAddress() : listener.address();
  }

  private <T> List<T> onEachLoop(Function<GatewayLoop, T> action) {
    List<io.netty.util.concurrent.Future<T>> results = new ArrayList<>();
    for (GatewayLoop loop : loops) {
      results.add(loop.eventLoop().submit(() -> action.apply(loop)));
    }
    return results.stream().map(result -> result.syncUninterruptibly().getNow()).toList();
  }

  private <T> Future<T> onControl(Callable<T> action) {
    Promise<T> done = Promise.promise();
    control.execute(() -> {
      try {
        done.complete(action.call());
      } catch (Exception e) {
        done.fail(e);
      }
    });
    return done.future();
  }
}
