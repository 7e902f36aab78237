package io.sluice.listeners.store;

import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.ListenerTls;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Checks that what the TLS settings of a listener refer to is there. */
@Singleton
class TlsReferences {
  private final CertificateStore certificates;
  private final Tables.TlsPolicyTable policies;

  TlsReferences(CertificateStore certificates, Tables.TlsPolicyTable policies) {
    this.certificates = certificates;
    this.policies = policies;
  }

  /** Fails with 422 that names each field with an unknown or unfit reference. Within a write. */
  Uni<Void> check(ListenerTls tls) {
    Violations violations = new Violations();
    return certificates
        .missingInTransaction(tls.certificateIds(), true)
        .invoke(missing -> noteCertificates(tls.certificateIds(), missing, violations))
        .chain(() -> checkAuthority(tls.clientAuthorityId(), violations))
        .chain(() -> checkPolicy(tls, violations))
        .invoke(() -> {
          if (!violations.isEmpty()) {
            throw new ProblemException(
                422, "The TLS settings refer to what is not there", violations.all());
          }
        });
  }

  private static void noteCertificates(List<UUID> ids, List<UUID> missing, Violations violations) {
    for (int i = 0; i < ids.size(); i++) {
      if (missing.contains(ids.get(i))) {
        violations.add(
            "tls.certificateIds[" + i + "]", ids.get(i), "the id of a certificate with a key");
      }
    }
  }

  private Uni<Void> checkAuthority(UUID id, Violations violations) {
    if (id == null) {
      return Uni.createFrom().voidItem();
    }
    return certificates
        .missingInTransaction(List.of(id), false)
        .invoke(missing -> {
          if (!missing.isEmpty()) {
            violations.add(
                "tls.clientAuthorityId", id, "the id of a certificate without a key, to trust");
          }
        })
        .replaceWithVoid();
  }

  private Uni<Void> checkPolicy(ListenerTls tls, Violations violations) {
    return tls.ownPolicy()
        .map(id ->
            policies
                .count("id", id)
                .invoke(count -> {
                  if (count == 0) {
                    violations.add(
                        "tls.policy", id, "modern, intermediate, or the id of a TLS policy");
                  }
                })
                .replaceWithVoid())
        .orElseGet(() -> Uni.createFrom().voidItem());
  }
}
