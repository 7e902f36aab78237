package io.sluice.listeners.bus;

import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.bus.BusException;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.ReferenceAnswer;
import io.sluice.contracts.command.ReferenceQuery;
import io.sluice.listeners.domain.ServiceReference;
import io.sluice.listeners.domain.Traffic;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Asks the registry whether backend services exist and take what is to be forwarded. */
@ApplicationScoped
public class BackendServices {
  private static final String ANY = "backend-service";

  private final Bus bus;

  public BackendServices(Bus bus) {
    this.bus = bus;
  }

  /**
   * Checks references.
   *
   * @return fails with 422 that names each field with a backend service that is unknown or takes
   *     other traffic, and with 503 when the registry does not answer
   */
  public Uni<Void> check(List<ServiceReference> references) {
    Violations violations = new Violations();
    Uni<Void> noted = Uni.createFrom().voidItem();
    for (Traffic traffic : new Traffic[] {null, Traffic.REQUESTS, Traffic.BYTES}) {
      List<ServiceReference> some =
          references.stream().filter(reference -> reference.traffic() == traffic).toList();
      noted =
          noted
              .chain(() -> unfit(ids(some), traffic))
              .invoke(unfit -> note(some, unfit, violations))
              .replaceWithVoid();
    }
    return noted.invoke(() -> {
      if (!violations.isEmpty()) {
        throw new ProblemException(422, "There is no such backend service", violations.all());
      }
    });
  }

  private static List<UUID> ids(List<ServiceReference> references) {
    return references.stream().map(ServiceReference::backendServiceId).distinct().toList();
  }

  /**
   * Which of some ids are of no backend service that takes this traffic; fails with 503 when the
   * registry does not answer.
   *
   * @param traffic null: any
   */
  public Uni<List<UUID>> unfit(List<UUID> ids, Traffic traffic) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    String kind = traffic == null ? ANY : traffic.referenceKind();
    return bus.request(
            Addresses.REGISTRY_REFERENCES, new ReferenceQuery(kind, ids), ReferenceAnswer.class)
        .onFailure(BackendServices::isTimeout)
        .retry()
        .atMost(1)
        .onFailure(BusException.class)
        .transform(failure ->
            ProblemException.unavailable(
                "The registry, which knows the backend services, does not answer; nothing was"
                    + " stored"))
        .map(ReferenceAnswer::missing);
  }

  private static boolean isTimeout(Throwable failure) {
    return failure instanceof BusException e && e.kind() == BusException.Kind.TIMEOUT;
  }

  private static void note(
      List<ServiceReference> references, List<UUID> unfit, Violations violations) {
    references.stream()
        .filter(reference -> unfit.contains(reference.backendServiceId()))
        .forEach(reference ->
            violations.add(
                reference.field(),
                reference.backendServiceId(),
                "the id of a backend service of the registry"
                    + (reference.traffic() == null
                        ? ""
                        : " of protocol " + reference.traffic().protocols())));
  }
}
