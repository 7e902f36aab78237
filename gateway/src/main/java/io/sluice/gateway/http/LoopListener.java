package io.sluice.gateway.http;

import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.ProxyProtocolIn;
import io.sluice.gateway.limits.ListenerGate;
import io.sluice.gateway.limits.LoopRate;
import io.sluice.gateway.proxyprotocol.TrustedSources;
import io.sluice.gateway.table.ListenerTable;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.tls.LoopHandshakes;
import io.sluice.gateway.tls.TlsSet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A listener on one event loop: its rules and its clients' connections. */
final class LoopListener {
  /** When thousands of clients come too late together, others are served between them. */
  private static final int MOST_AT_ONCE = 100;

  private final UUID id;
  private final Set<DownstreamConnection> connections = new HashSet<>();
  private final String port;
  private final LoopRate requestRate;
  private ListenerTable table;
  private LoopHandshakes handshakes;
  private String hsts;
  private TrustedSources trusted;
  private boolean draining;
  private long drainDeadline;

  LoopListener(UUID id, ListenerTable table, ListenerGate gate) {
    this.id = id;
    table(table);
    this.requestRate = new LoopRate(gate.requests());
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
    ProxyProtocolIn proxied = newest.listener().proxyProtocol();
    trusted = proxied == null ? null : new TrustedSources(proxied.trustedSources());
    ListenerTls tls = newest.listener().tls();
    hsts =
        tls == null || tls.hstsMaxAgeSeconds() == null
            ? null
            : "max-age=" + tls.hstsMaxAgeSeconds();
  }

  /** Uses certificates for new handshakes; null without TLS. */
  void tls(TlsSet set, GatewayLoop loop) {
    if (handshakes != null && set != null) {
      handshakes.use(set);
    } else if (set == null && handshakes != null) {
      handshakes.close();
      handshakes = null;
    } else if (set != null) {
      handshakes =
          new LoopHandshakes(
              set,
              loop.observer().tls(),
              (channel, tls) -> Protocols.serve(loop, this, channel, tls.protocol()));
    }
  }

  /** Whether what a source says of its clients by PROXY protocol is believed. */
  boolean trusts(InetAddress source) {
    return trusted != null && trusted.contain(source);
  }

  /** The handshakes of its clients; null without TLS. */
  LoopHandshakes handshakes() {
    return handshakes;
  }

  /** The value of Strict-Transport-Security on all answers, or null for none. */
  String hsts() {
    return hsts;
  }

  /** The port as text. */
  String port() {
    return port;
  }

  /**
   * Whether a request that begins is within the listener's rate.
   *
   * @param now nanoseconds of the monotonic clock
   */
  boolean takesRequest(long now) {
    Integer perSecond = table.listener().limits().requestsPerSecond();
    return perSecond == null || requestRate.take(perSecond, now);
  }

  /**
   * Whether a connection carries no request beyond the current one.
   *
   * @param requests those that it has carried, the current one included
   */
  boolean lastRequest(int requests) {
    int most = table.listener().limits().requestsPerConnection();
    return draining || most > 0 && requests >= most;
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
    if (handshakes != null) {
      handshakes.close();
    }
  }

  /** Lets connections that stay with a target know which there are. */
  void apply(RoutingTable newest) {
    if (streams()) {
      List.copyOf(connections).forEach(connection -> connection.apply(newest));
    }
  }

  /** Whether its clients' bytes are passed on as they are. */
  boolean streams() {
    Protocol protocol = table.listener().protocol();
    return protocol == Protocol.TCP || protocol == Protocol.TLS;
  }

  /** Whether it is the targets that end its clients' TLS. */
  boolean passesTlsOn() {
    return table.listener().protocol() == Protocol.TLS && table.listener().tls() == null;
  }

  void tick(long now) {
    if (handshakes != null) {
      handshakes.tick(now);
    }
    if (draining && now - drainDeadline > 0) {
      List.copyOf(connections).forEach(DownstreamConnection::cut);
      return;
    }
    List<DownstreamConnection> late = null;
    for (DownstreamConnection connection : connections) {
      if (connection.late(now)) {
        late = late == null ? new ArrayList<>() : late;
        late.add(connection);
        if (late.size() == MOST_AT_ONCE) {
          break;
        }
      }
    }
    if (late != null) {
      late.forEach(connection -> connection.tooLate(now));
    }
  }
}
