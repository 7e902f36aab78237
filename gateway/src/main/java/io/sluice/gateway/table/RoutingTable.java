package io.sluice.gateway.table;

import io.sluice.gateway.persistence.KeyRing;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * All that a request is served by. Immutable; a part in which nothing changed is the same object in
 * the next table, so that readers find what changed by identity.
 *
 * @param revisions what it was built from
 * @param listeners by listener id
 * @param services by backend service id
 * @param keyRing the keys of cookies
 * @param elsewhere listeners that the gateway does not serve: its zone is not one of their load
 *     balancers'
 */
public record RoutingTable(
    Revisions revisions,
    Map<UUID, ListenerTable> listeners,
    Map<UUID, ServiceTable> services,
    KeyRing keyRing,
    Set<UUID> elsewhere) {
  /** Before any configuration: no listener. */
  public static final RoutingTable EMPTY = new RoutingTable(Revisions.NONE, Map.of(), Map.of());

  /** A table without keys of cookies. */
  public RoutingTable(
      Revisions revisions, Map<UUID, ListenerTable> listeners, Map<UUID, ServiceTable> services) {
    this(revisions, listeners, services, KeyRing.EMPTY, Set.of());
  }

  /** The same with other services. */
  public RoutingTable with(Map<UUID, ServiceTable> otherServices) {
    return new RoutingTable(revisions, listeners, otherServices, keyRing, elsewhere);
  }
}
