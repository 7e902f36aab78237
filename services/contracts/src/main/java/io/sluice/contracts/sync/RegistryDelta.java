package io.sluice.contracts.sync;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.CookieKey;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.VirtualServerGroup;
import java.util.List;
import java.util.UUID;

/**
 * What changed in the registry: whole objects, newest form only.
 *
 * @param from see {@link Delta#from()}
 * @param to see {@link Delta#to()}
 * @param full see {@link Delta#full()}
 * @param backendServices changed backend services
 * @param groups changed virtual server groups
 * @param targets changed targets
 * @param removed ids of what was deleted, of any kind
 * @param cookieKeys changed keys of gateways' cookies
 */
public record RegistryDelta(
    Revision from,
    Revision to,
    boolean full,
    List<BackendService> backendServices,
    List<VirtualServerGroup> groups,
    List<Target> targets,
    List<UUID> removed,
    List<CookieKey> cookieKeys)
    implements Delta {

  /** What is absent, as in a copy of an older version, is empty. */
  public RegistryDelta {
    cookieKeys = cookieKeys == null ? List.of() : cookieKeys;
  }

  /** A delta in which no key of cookies changed. */
  public RegistryDelta(
      Revision from,
      Revision to,
      boolean full,
      List<BackendService> backendServices,
      List<VirtualServerGroup> groups,
      List<Target> targets,
      List<UUID> removed) {
    this(from, to, full, backendServices, groups, targets, removed, List.of());
  }
}
