package io.sluice.registry.store;

import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.TargetTls;
import io.sluice.registry.bus.ListenersReferences;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.function.Function;

/** Checks that the certificates which a backend service refers to are there. */
@Singleton
class CertificateReferences {
  private final ListenersReferences listeners;

  CertificateReferences(ListenersReferences listeners) {
    this.listeners = listeners;
  }

  /**
   * Checks references.
   *
   * @param tls may be null
   * @return fails with 422 that names each unknown or unfit one, and with {@link
   *     io.sluice.chassis.bus.BusException} when the listeners service does not answer
   */
  Uni<Void> check(TargetTls tls) {
    if (tls == null) {
      return Uni.createFrom().voidItem();
    }
    Violations violations = new Violations();
    return note(
            tls.authorityId(),
            listeners::knowsAuthority,
            "tls.authorityId",
            "the id of a certificate without a key, to trust",
            violations)
        .chain(() ->
            note(
                tls.clientCertificateId(),
                listeners::knowsCertificate,
                "tls.clientCertificateId",
                "the id of a certificate with a key",
                violations))
        .invoke(() -> {
          if (!violations.isEmpty()) {
            throw new ProblemException(422, "There is no such certificate", violations.all());
          }
        });
  }

  private static Uni<Void> note(
      UUID id,
      Function<UUID, Uni<Boolean>> knows,
      String field,
      String allowed,
      Violations violations) {
    if (id == null) {
      return Uni.createFrom().voidItem();
    }
    return knows
        .apply(id)
        .invoke(known -> {
          if (!known) {
            violations.add(field, id, allowed);
          }
        })
        .replaceWithVoid();
  }
}
