package io.sluice.listeners.api;

import io.sluice.chassis.api.Fields;
import io.sluice.chassis.api.ResourceApi;
import io.sluice.chassis.store.Replication;
import io.sluice.chassis.store.Status;
import io.sluice.chassis.store.Stored;
import io.sluice.contracts.model.TlsPolicy;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.listeners.domain.TlsPolicyDraft;
import io.sluice.listeners.store.TlsPolicyStore;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** TLS policies. */
@Path("/api/v1/tls-policies")
@Tag(name = "TLS policies")
public class TlsPolicyApi extends ResourceApi<TlsPolicy> {
  private final Replication<ListenersDelta> replication;

  public TlsPolicyApi(TlsPolicyStore store, Replication<ListenersDelta> replication) {
    super(store);
    this.replication = replication;
  }

  @Override
  protected TlsPolicy read(Fields in, UUID id, TlsPolicy before) {
    TlsPolicyDraft draft =
        new TlsPolicyDraft(
            in.name(), in.description(), texts(in, "versions"), texts(in, "cipherSuites"));
    return Bodies.validated(in, violations -> draft.validate(id, violations));
  }

  @Override
  protected Status status(Stored<TlsPolicy> stored) {
    return replication.status(stored);
  }

  private static List<String> texts(Fields in, String field) {
    return in.texts(field, TlsPolicyDraft.MAX_ENTRIES, TlsPolicyDraft.MAX_CHARACTERS).optional();
  }
}
