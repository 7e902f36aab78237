package io.sluice.gateway.sync;

import io.sluice.gateway.table.Revisions;

/**
 * How up to date the gateway is.
 *
 * @param revisions what is in use
 * @param copyAgeSeconds age of the last-known-good copy that is being served, or null once the
 *     owners of listeners and targets have confirmed or replaced it, or when there was none
 * @param draining whether the gateway has stopped to accept connections
 */
public record SyncStatus(Revisions revisions, Long copyAgeSeconds, boolean draining) {
  /** Whether there is any configuration to serve by. */
  public boolean configured() {
    return !revisions.equals(Revisions.NONE);
  }
}
