package io.sluice.registry.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.sluice.chassis.store.Replication;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.contracts.sync.Revision;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Reads what changed in the registry. */
@Singleton
public class RegistrySource implements Replication.Source<RegistryDelta> {
  /** Straight to records: entities of 10,000 targets cost several times as much. */
  private static final String TARGETS =
      "select new io.sluice.contracts.model.Target(t.id, t.groupId, t.address, t.port, t.weight,"
          + " t.zone, t.faultDomain, t.drainUntil, t.backup) from TargetRow t where t.revision > :revision";

  private final BackendServiceStore backendServices;
  private final VirtualServerGroupStore groups;
  private final CookieKeyStore cookieKeys;

  public RegistrySource(
      BackendServiceStore backendServices,
      VirtualServerGroupStore groups,
      CookieKeyStore cookieKeys) {
    this.backendServices = backendServices;
    this.groups = groups;
    this.cookieKeys = cookieKeys;
  }

  @Override
  public Uni<RegistryDelta> read(Revision from, Revision to, boolean full, List<UUID> removed) {
    long since = from.number();
    return backendServices
        .changedSince(since)
        .chain(services ->
            groups
                .changedSince(since)
                .chain(changedGroups ->
                    targetsSince(since)
                        .chain(targets ->
                            cookieKeys
                                .changedSince(since)
                                .map(keys ->
                                    new RegistryDelta(
                                        from,
                                        to,
                                        full,
                                        services,
                                        changedGroups,
                                        targets,
                                        removed,
                                        keys)))));
  }

  private static Uni<List<Target>> targetsSince(long revision) {
    return Panache.getSession()
        .chain(session ->
            session
                .createSelectionQuery(TARGETS, Target.class)
                .setParameter("revision", revision)
                .getResultList());
  }
}
