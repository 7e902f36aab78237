package io.sluice.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.ServiceTable;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.UUID;

/** All connections of one event loop to targets. */
public final class Upstreams {
  private final Bootstrap bootstrap;
  private final PoolLimits limits;
  private final Map<LoopEndpoint, Entry> pools = new IdentityHashMap<>();

  /** A pool and the service it is for. */
  private record Entry(UUID serviceId, TargetPool pool) {}

  /**
   * No connection yet.
   *
   * @param bootstrap with event loop, channel class, options and resolver
   */
  public Upstreams(Bootstrap bootstrap, PoolLimits limits) {
    this.bootstrap = bootstrap;
    this.limits = limits;
  }

  /**
   * Asks for a connection.
   *
   * @param fresh whether a kept connection would not do
   * @return the connection, or null when the receiver is called: at once or later
   */
  public UpstreamExchange acquire(
      ServiceTable service, LoopEndpoint endpoint, UpstreamReceiver receiver, boolean fresh) {
    return pool(service, endpoint)
        .acquire(receiver, fresh, service.service().connectTimeoutSeconds() * 1000);
  }

  /** The receiver no longer waits for a connection. */
  public void cancel(LoopEndpoint endpoint, UpstreamReceiver receiver) {
    Entry entry = pools.get(endpoint);
    if (entry != null) {
      entry.pool.cancel(receiver);
    }
  }

  /** Closes idle connections to targets that left, drain, or changed their address. */
  public void apply(RoutingTable table) {
    pools.forEach((endpoint, entry) -> {
      Endpoint current = find(table.services().get(entry.serviceId), endpoint.targetId());
      if (current == null || current.draining() || !entry.pool.leadsTo(current)) {
        entry.pool.retire();
      } else {
        entry.pool.revive();
      }
    });
  }

  /** Called a few times a second. */
  public void tick(long now) {
    pools
        .values()
        .removeIf(entry -> {
          entry.pool.closeOld(now);
          return entry.pool.spent();
        });
  }

  /** Closes all idle connections; others when they are given back. */
  public void close() {
    pools.values().forEach(entry -> entry.pool.retire());
  }

  private TargetPool pool(ServiceTable service, LoopEndpoint endpoint) {
    Entry entry = pools.get(endpoint);
    if (entry == null || !entry.pool.leadsTo(endpoint.endpoint())) {
      if (entry != null) {
        entry.pool.retire();
      }
      TargetPool pool = new TargetPool(bootstrap, limits, endpoint.endpoint());
      entry = new Entry(service.service().id(), pool);
      pools.put(endpoint, entry);
    }
    return entry.pool;
  }

  /** Endpoints are ordered by target id; a service may have a thousand. */
  private static Endpoint find(ServiceTable service, UUID targetId) {
    if (service == null) {
      return null;
    }
    int low = 0;
    int high = service.endpoints().size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Endpoint endpoint = service.endpoints().get(middle);
      int order = endpoint.targetId().compareTo(targetId);
      if (order == 0) {
        return endpoint;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }
}
