package io.sluice.chassis.sync;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.CookieKey;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.VirtualServerGroup;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.contracts.sync.Revision;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A reader's copy of what the registry owns. Immutable.
 *
 * @param revision what it is a copy of
 * @param backendServices by id
 * @param groups by id
 * @param targets by id
 * @param cookieKeys keys of gateways' cookies, by id
 */
public record RegistryState(
    Revision revision,
    Map<UUID, BackendService> backendServices,
    Map<UUID, VirtualServerGroup> groups,
    Map<UUID, Target> targets,
    Map<UUID, CookieKey> cookieKeys) {
  /** Before anything was received. */
  public static final RegistryState EMPTY =
      new RegistryState(Revision.NONE, Map.of(), Map.of(), Map.of());

  /** A state without keys of cookies. */
  public RegistryState(
      Revision revision,
      Map<UUID, BackendService> backendServices,
      Map<UUID, VirtualServerGroup> groups,
      Map<UUID, Target> targets) {
    this(revision, backendServices, groups, targets, Map.of());
  }

  /** This state after a delta that {@link Follower} found to fit. */
  public RegistryState apply(RegistryDelta delta) {
    RegistryState base = delta.full() ? EMPTY : this;
    return new RegistryState(
        delta.to(),
        Copies.merge(
            base.backendServices, delta.backendServices(), BackendService::id, delta.removed()),
        Copies.merge(base.groups, delta.groups(), VirtualServerGroup::id, delta.removed()),
        Copies.merge(base.targets, delta.targets(), Target::id, delta.removed()),
        Copies.merge(base.cookieKeys, delta.cookieKeys(), CookieKey::id, delta.removed()));
  }

  /** The whole state as a delta, as it is stored or answered to a new reader. */
  public RegistryDelta toSnapshot() {
    return new RegistryDelta(
        Revision.NONE,
        revision,
        true,
        List.copyOf(backendServices.values()),
        List.copyOf(groups.values()),
        List.copyOf(targets.values()),
        List.of(),
        List.copyOf(cookieKeys.values()));
  }
}
