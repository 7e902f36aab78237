package io.sluice.listeners.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.ResourceStore;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.model.TlsPolicy;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;

/** TLS policies. */
@Singleton
public class TlsPolicyStore extends ResourceStore<TlsPolicyRow, TlsPolicy> {
  private final Tables.TlsPolicyTable table;
  private final TlsUsers users;

  TlsPolicyStore(Owner owner, Tables.TlsPolicyTable table, TlsUsers users) {
    super(owner, "TLS policy", TlsPolicy.class);
    this.table = table;
    this.users = users;
  }

  @Override
  protected PanacheRepositoryBase<TlsPolicyRow, UUID> table() {
    return table;
  }

  @Override
  protected TlsPolicyRow newRow() {
    return new TlsPolicyRow();
  }

  @Override
  protected String name(TlsPolicy value) {
    return value.name();
  }

  @Override
  protected UUID id(TlsPolicy value) {
    return value.id();
  }

  @Override
  protected Uni<Void> beforeDeletion(Write write, TlsPolicy value) {
    return users.refuseUsed(kind(), value.id());
  }
}
