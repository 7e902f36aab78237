package io.sluice.listeners.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The tables of the schema {@code listeners}. */
final class Tables {
  private Tables() {}

  @ApplicationScoped
  static class LoadBalancerTable implements PanacheRepositoryBase<LoadBalancerRow, UUID> {}

  @ApplicationScoped
  static class ListenerTable implements PanacheRepositoryBase<ListenerRow, UUID> {}

  @ApplicationScoped
  static class RuleGroupTable implements PanacheRepositoryBase<RuleGroupRow, UUID> {}

  @ApplicationScoped
  static class RuleTable implements PanacheRepositoryBase<RuleRow, UUID> {}

  @ApplicationScoped
  static class CertificateTable implements PanacheRepositoryBase<CertificateRow, UUID> {}

  @ApplicationScoped
  static class TlsPolicyTable implements PanacheRepositoryBase<TlsPolicyRow, UUID> {}
}
