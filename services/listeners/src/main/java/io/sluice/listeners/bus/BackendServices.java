package io.sluice.listeners.bus;

import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.bus.BusException;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.ReferenceAnswer;
import io.sluice.contracts.command.ReferenceQuery;
import io.sluice.listeners.domain.ServiceReference;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Asks the registry whether backend services exist. */
@ApplicationScoped
public class BackendServices {
  private static final String KIND = "backend-service";

  private final Bus bus;

  public BackendServices(Bus bus) {
    this.bus = bus;
  }

  /**
   * Checks references.
   *
   * @return fails with 422 that names each field with an unknown backend service, and with 503 when
   *     the registry does not answer
   */
  public Uni<Void> check(List<ServiceReference> references) {
    if (references.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<UUID> ids =
        references.stream().map(ServiceReference::backendServiceId).distinct().toList();
    return bus.request(
            Addresses.REGISTRY_REFERENCES, new ReferenceQuery(KIND, ids), ReferenceAnswer.class)
        .onFailure(BackendServices::isTimeout)
        .retry()
        .atMost(1)
        .onFailure(BusException.class)
        .transform(failure ->
            ProblemException.unavailable(
                "The registry, which knows the backend services, does not answer; nothing was"
                    + " stored"))
        .invoke(answer -> refuseMissing(references, answer))
        .replaceWithVoid();
  }

  private static boolean isTimeout(Throwable failure) {
    return failure instanceof BusException e && e.kind() == BusException.Kind.TIMEOUT;
  }

  private static void refuseMissing(List<ServiceReference> references, ReferenceAnswer answer) {
    Set<UUID> missing = answer.missing().stream().collect(Collectors.toSet());
    Violations violations = new Violations();
    references.stream()
        .filter(reference -> missing.contains(reference.backendServiceId()))
        .forEach(reference ->
            violations.add(
                reference.field(),
                reference.backendServiceId(),
                "the id of a backend service of the registry"));
    if (!violations.isEmpty()) {
      throw new ProblemException(422, "There is no such backend service", violations.all());
    }
  }
}
