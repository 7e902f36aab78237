package io.sluice.gateway.listener;

import io.sluice.contracts.GatewayBeat.ListenerState;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.gateway.table.RoutingTable;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What carries traffic, as the rest of the gateway sees it. May be called from any thread. */
public interface DataPlane {
  /**
   * Puts a table into use: opens and closes listeners, then serves every new request by it. Called
   * for one table at a time. A listener that cannot be bound does not fail it; its {@link
   * ListenerState} has the error.
   *
   * @return completes when every event loop uses the table
   */
  Future<Void> apply(RoutingTable table);

  /** How it stands. */
  Future<Report> report();

  /**
   * Stops to accept connections, ends idle ones, lets requests in flight end and closes their
   * connections after them.
   *
   * @return completes when the last connection is closed
   */
  Future<Void> drain();

  /**
   * How the data plane stands.
   *
   * @param listeners one entry a configured listener
   * @param activeByTarget requests in flight by target id; targets without any are left out
   * @param growing targets in a slow start: the least share of its weight that an event loop gives
   *     to each, in %
   * @param ejectedByService ejected targets by backend service; services without any are left out
   */
  record Report(
      List<ListenerState> listeners,
      Map<UUID, Integer> activeByTarget,
      Map<HealthDelta.Key, Integer> growing,
      Map<UUID, Set<UUID>> ejectedByService) {}
}
