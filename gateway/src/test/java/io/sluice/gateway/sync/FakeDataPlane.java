package io.sluice.gateway.sync;

import io.sluice.contracts.GatewayBeat.ListenerState;
import io.sluice.gateway.listener.DataPlane;
import io.sluice.gateway.table.RoutingTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes tables and opens nothing. */
final class FakeDataPlane implements DataPlane {
  static final UUID BUSY_TARGET = new UUID(15, 1);

  final List<RoutingTable> tables = new CopyOnWriteArrayList<>();

  /** While set, a table is in use only when it is completed. */
  volatile Promise<Void> gate;

  volatile RuntimeException failure;

  @Override
  public Future<Void> apply(RoutingTable table) {
    RuntimeException refused = failure;
    if (refused != null) {
      failure = null;
      return Future.failedFuture(refused);
    }
    tables.add(table);
    Promise<Void> waiting = gate;
    return waiting == null ? Future.succeededFuture() : waiting.future();
  }

  @Override
  public Future<Report> report() {
    List<ListenerState> listeners =
        tables.isEmpty()
            ? List.of()
            : tables.getLast().listeners().keySet().stream()
                .map(id -> new ListenerState(id, true, null, 2))
                .toList();
    return Future.succeededFuture(
        new Report(listeners, Map.of(BUSY_TARGET, 3), Map.of(), Map.of()));
  }

  @Override
  public Future<Void> drain() {
    return Future.succeededFuture();
  }
}
