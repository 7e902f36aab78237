package io.sluice.listeners.store;

import io.sluice.contracts.Json;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.listeners.domain.Conflicts;
import io.sluice.listeners.domain.ObjectRef;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Finds the listeners whose TLS settings refer to a certificate or TLS policy. */
@Singleton
class TlsUsers {
  private final Tables.ListenerTable listeners;

  TlsUsers(Tables.ListenerTable listeners) {
    this.listeners = listeners;
  }

  /** Fails with 409 that names the listeners, when there are any. Within a write. */
  Uni<Void> refuseUsed(String kind, UUID id) {
    return listeners
        .list("spec like ?1 order by id", "%" + id + "%")
        .invoke(rows ->
            Conflicts.checkUnused(
                kind,
                rows.stream()
                    .filter(row -> refersTo(row, id))
                    .map(row -> new ObjectRef("listener", row.id, row.name))
                    .toList()))
        .replaceWithVoid();
  }

  private static boolean refersTo(ListenerRow row, UUID id) {
    ListenerTls tls = Json.read(row.spec, Listener.class).tls();
    return tls != null
        && (tls.certificateIds().contains(id)
            || id.equals(tls.clientAuthorityId())
            || tls.policy().equals(id.toString()));
  }
}
