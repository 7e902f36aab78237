package io.sluice.gateway.sync;

import io.sluice.gateway.table.Revisions;
import java.util.Set;
import java.util.UUID;

/**
 * How up to date the gateway is.
 *
 * @param revisions what is in use
 * @param copyAgeSeconds age of the last-known-good copy that is being served, or null once the
 *     owners of listeners and targets have confirmed or replaced it, or when there was none
 * @param draining whether the gateway has stopped to accept connections
 * @param elsewhere listeners that are left to gateways of other zones
 */
public record SyncStatus(
    Revisions revisions, Long copyAgeSeconds, boolean draining, Set<UUID> elsewhere) {
  /** Whether there is any configuration to serve by. */
  public boolean configured() {
    return !revisions.equals(Revisions.NONE);
  }
}
