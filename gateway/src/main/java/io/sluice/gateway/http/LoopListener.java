package io.sluice.gateway.http;

import io.sluice.gateway.table.ListenerTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A listener on one event loop: its rules and its clients' connections. */
final class LoopListener {
  private final UUID id;
  private final Set<DownstreamConnection> connections = new HashSet<>();
  private final String port;
  private ListenerTable table;
  private boolean draining;
  private long drainDeadline;

  LoopListener(UUID id, ListenerTable table) {
    this.id = id;
    this.table = table;
    this.port = Integer.toString(table.listener().port());
  }

  UUID id() {
    return id;
  }

  ListenerTable table() {
    return table;
  }

  void table(ListenerTable newest) {
    table = newest;
  }

  /** The port as text. */
  String port() {
    return port;
  }

  boolean draining() {
    return draining;
  }

  int connections() {
    return connections.size();
  }

  void opened(DownstreamConnection connection) {
    connections.add(connection);
  }

  void closed(DownstreamConnection connection) {
    connections.remove(connection);
  }

  /** Takes no new connection; {@code deadline} is when those that are left are cut. */
  void drain(long deadline) {
    draining = true;
    drainDeadline = deadline;
    List.copyOf(connections).forEach(DownstreamConnection::drain);
  }

  void tick(long now) {
    if (draining && now - drainDeadline > 0) {
      List.copyOf(connections).forEach(DownstreamConnection::cut);
      return;
    }
    List<DownstreamConnection> late = null;
    for (DownstreamConnection connection : connections) {
      if (connection.late(now)) {
        late = late == null ? new ArrayList<>() : late;
        late.add(connection);
      }
    }
    if (late != null) {
      late.forEach(connection -> connection.tooLate(now));
    }
  }
}
