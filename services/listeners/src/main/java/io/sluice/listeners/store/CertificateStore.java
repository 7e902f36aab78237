package io.sluice.listeners.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.ResourceStore;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.model.Certificate;
import io.sluice.listeners.bus.RegistryUsage;
import io.sluice.listeners.domain.CertificateDraft;
import io.sluice.listeners.domain.Conflicts;
import io.sluice.listeners.domain.ObjectRef;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Certificates. Private keys are sealed before they get to the database. */
@Singleton
public class CertificateStore extends ResourceStore<CertificateRow, Certificate> {
  private final Tables.CertificateTable table;
  private final TlsUsers users;
  private final RegistryUsage registry;
  private final SecretKeyFile secretKeys;

  CertificateStore(
      Owner owner,
      Tables.CertificateTable table,
      TlsUsers users,
      RegistryUsage registry,
      SecretKeyFile secretKeys) {
    super(owner, "certificate", Certificate.class);
    this.table = table;
    this.users = users;
    this.registry = registry;
    this.secretKeys = secretKeys;
  }

  /** Which of some ids are of no certificate with, or without, a private key. */
  public Uni<List<UUID>> missing(List<UUID> ids, boolean withKey) {
    return owner().database().read(() -> missingInTransaction(ids, withKey));
  }

  /** As {@link #missing}, within a read or write that is under way. */
  Uni<List<UUID>> missingInTransaction(Collection<UUID> ids, boolean withKey) {
    return table
        .list("id in ?1", ids)
        .map(rows -> {
          Map<UUID, Boolean> known =
              rows.stream().collect(Collectors.toMap(row -> row.id, row -> row.sealedKey != null));
          return ids.stream().filter(id -> known.getOrDefault(id, !withKey) != withKey).toList();
        });
  }

  /**
   * With their keys, for gateways.
   *
   * @return fails when a key cannot be opened: gateways then keep what they have, where a
   *     certificate without its key would end its listener
   */
  @Override
  public Uni<List<Certificate>> changedSince(long revision) {
    return super.changedSince(revision).invoke(all -> all.forEach(CertificateStore::requireKey));
  }

  @Override
  protected PanacheRepositoryBase<CertificateRow, UUID> table() {
    return table;
  }

  @Override
  protected CertificateRow newRow() {
    return new CertificateRow();
  }

  @Override
  protected String name(Certificate value) {
    return value.name();
  }

  @Override
  protected UUID id(Certificate value) {
    return value.id();
  }

  @Override
  protected Certificate toStore(Certificate value) {
    return withKey(value, null);
  }

  @Override
  protected void fill(CertificateRow row, Certificate value) {
    row.sealedKey =
        value.authority() ? null : secretKeys.toSeal().seal(value.id(), value.privateKeyPem());
  }

  @Override
  protected Certificate value(CertificateRow row) {
    Certificate stored = super.value(row);
    if (row.sealedKey == null) {
      return stored;
    }
    return withKey(
        stored,
        secretKeys
            .toOpen()
            .flatMap(keys -> keys.open(row.id, row.sealedKey))
            .orElse(CertificateDraft.UNREADABLE_KEY));
  }

  @Override
  protected Uni<Void> checkDeletionElsewhere(Certificate value) {
    return registry
        .ofCertificate(value.id())
        .invoke(all ->
            Conflicts.checkUnused(
                kind(),
                all.stream()
                    .map(user ->
                        new ObjectRef(user.kind().replace('-', ' '), user.id(), user.name()))
                    .toList()))
        .replaceWithVoid();
  }

  @Override
  protected Uni<Void> beforeDeletion(Write write, Certificate value) {
    return users.refuseUsed(kind(), value.id());
  }

  private static void requireKey(Certificate certificate) {
    if (CertificateDraft.UNREADABLE_KEY.equals(certificate.privateKeyPem())) {
      throw new IllegalStateException(
          "The private key of certificate "
              + certificate.name()
              + " ("
              + certificate.id()
              + ") cannot be opened with the keys of sluice.listeners.secret-key-file; no gateway"
              + " gets any change until it can, or is given anew");
    }
  }

  private static Certificate withKey(Certificate value, String privateKeyPem) {
    return new Certificate(
        value.id(),
        value.name(),
        value.description(),
        value.certificatePem(),
        privateKeyPem,
        value.names(),
        value.keyType(),
        value.notBefore(),
        value.notAfter(),
        value.fingerprint());
  }
}
