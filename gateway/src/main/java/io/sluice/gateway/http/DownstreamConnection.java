package io.sluice.gateway.http;

import io.sluice.gateway.table.RoutingTable;

/** A client's connection as its listener sees it. */
interface DownstreamConnection {
  /** No new request: an idle connection is closed, another when what it carries is answered. */
  void drain();

  /** A newer table is in use; called for connections of TCP and TLS listeners alone. */
  default void apply(RoutingTable table) {}

  /** Closes it at once. */
  void cut();

  /** Whether a timeout has come; it changes nothing but what it measures by. */
  boolean late(long now);

  /** Does what is to be done when {@link #late}. */
  void tooLate(long now);
}
