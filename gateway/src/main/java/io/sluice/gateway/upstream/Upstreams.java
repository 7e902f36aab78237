package io.sluice.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.observe.LoopObserver;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.ServiceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All connections of one event loop to targets. */
public final class Upstreams {
  private final Bootstrap bootstrap;

  /** Filled anew for each connection, at once before it is used: a copy of it costs more. */
  private final Bootstrap forStreams;

  private final LoopShare share;
  private final LoopObserver observer;
  private final Map<LoopEndpoint, Entry> pools = new IdentityHashMap<>();
  private final Map<OfClient, Entry> ofClients = new HashMap<>();

  /** Pools that another has replaced, until their last connection is closed. */
  private final List<TargetPool> replaced = new ArrayList<>();

  private Map<UUID, TargetTlsContext> tls = Map.of();

  /** A pool, and what it is for. */
  private record Entry(UUID serviceId, LoopEndpoint endpoint, TargetPool pool) {}

  /** What connections are kept by whose target is told of the client. */
  private record OfClient(LoopEndpoint endpoint, ToldClient client) {}

  /**
   * No connection yet.
   *
   * @param bootstrap with event loop, channel class, options and resolver
   * @param share the event loop's share in what a backend service allows
   */
  public Upstreams(Bootstrap bootstrap, LoopShare share, LoopObserver observer) {
    this.bootstrap = bootstrap;
    this.forStreams =
        bootstrap
            .clone()
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            // Looked at with each tick, which costs a connection no timer.
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    this.share = share;
    this.observer = observer;
  }

  /**
   * Asks for a way to a target.
   *
   * @param client whom the target is told of, and who alone uses the connection; null for nobody
   * @param fresh whether a kept connection would not do
   * @return the way, or null when the receiver is called: at once or later
   */
  public UpstreamExchange acquire(
      ServiceTable service,
      LoopEndpoint endpoint,
      ToldClient client,
      UpstreamReceiver receiver,
      boolean fresh) {
    Entry entry = entry(endpoint, client);
    if (entry == null) {
      entry = new Entry(service.service().id(), endpoint, newPool(service, endpoint, client));
      if (client == null) {
        pools.put(endpoint, entry);
      } else {
        ofClients.put(new OfClient(endpoint, client), entry);
      }
    }
    return entry.pool.acquire(receiver, fresh);
  }

  private Entry entry(LoopEndpoint endpoint, ToldClient client) {
    return client == null ? pools.get(endpoint) : ofClients.get(new OfClient(endpoint, client));
  }

  /**
   * Opens a connection of its own to a target, for bytes as they are.
   *
   * @param side see {@link StreamConnect}
   * @param client see {@link StreamConnect}
   * @return what is to be asked whether it is late
   */
  public StreamConnect connect(
      ServiceTable service,
      Endpoint endpoint,
      ChannelHandler side,
      ToldClient client,
      StreamConnect.Receiver receiver) {
    return StreamConnect.start(
        forStreams,
        tls(service),
        endpoint,
        service.service().connectTimeoutSeconds(),
        side,
        client,
        receiver);
  }

  private TargetPool newPool(ServiceTable service, LoopEndpoint endpoint, ToldClient client) {
    return new TargetPool(
        bootstrap,
        transport(service),
        PoolLimits.of(service.service(), share),
        endpoint.endpoint(),
        client,
        new PoolObserver(observer, service.service().id()));
  }

  private TargetTransport transport(ServiceTable service) {
    return new TargetTransport(TargetWire.of(service.service()), tls(service));
  }

  /** Null without TLS. */
  private TargetTlsContext tls(ServiceTable service) {
    return TargetTlsContexts.secured(service.service())
        ? tls.getOrDefault(service.service().id(), TargetTlsContext.UNUSABLE)
        : null;
  }

  /** The receiver no longer waits for a connection. */
  public void cancel(LoopEndpoint endpoint, ToldClient client, UpstreamReceiver receiver) {
    Entry entry = entry(endpoint, client);
    if (entry != null) {
      entry.pool.cancel(receiver);
    }
    replaced.forEach(pool -> pool.cancel(receiver));
  }

  /**
   * Goes on with newer settings. Idle connections are closed to targets that left, drain, have
   * another address, or are spoken to otherwise; those in use end what they carry.
   *
   * @param newestTls by backend service
   */
  public void apply(RoutingTable table, Map<UUID, TargetTlsContext> newestTls) {
    tls = newestTls;
    apply(table, pools.values().iterator());
    apply(table, ofClients.values().iterator());
  }

  private void apply(RoutingTable table, Iterator<Entry> all) {
    while (all.hasNext()) {
      Entry known = all.next();
      TargetPool pool = known.pool;
      ServiceTable service = table.services().get(known.serviceId);
      Endpoint current = service == null ? null : service.endpoint(known.endpoint.targetId());
      if (current == null) {
        pool.retire();
      } else if (!pool.leadsTo(current, transport(service))) {
        pool.retire();
        replaced.add(pool);
        all.remove();
      } else {
        pool.limits(PoolLimits.of(service.service(), share));
        if (current.draining()) {
          pool.retire();
        } else {
          pool.revive();
        }
      }
    }
  }

  /** Called a few times a second. */
  public void tick(long now) {
    pools
        .values()
        .removeIf(entry -> {
          entry.pool.tick(now);
          return entry.pool.spent();
        });
    ofClients
        .values()
        .removeIf(entry -> {
          entry.pool.tick(now);
          return entry.pool.empty();
        });
    replaced.removeIf(pool -> {
      pool.tick(now);
      return pool.spent();
    });
  }

  /** Closes all idle connections; others when they are given back. */
  public void close() {
    pools.values().forEach(entry -> entry.pool.retire());
    ofClients.values().forEach(entry -> entry.pool.retire());
  }
}
