package io.sluice.listeners.domain;

import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A place in a body that refers to a backend service.
 *
 * @param field its path, as {@code action.backendServices[0].backendServiceId}
 * @param backendServiceId the backend service
 * @param traffic what it has to take; null: any
 */
public record ServiceReference(String field, UUID backendServiceId, Traffic traffic) {
  /** The references of an action at a field; none unless it forwards. */
  public static List<ServiceReference> of(String field, Action action, Traffic traffic) {
    if (!(action instanceof Action.Forward forward)) {
      return List.of();
    }
    return IntStream.range(0, forward.backendServices().size())
        .mapToObj(i ->
            new ServiceReference(
                field + ".backendServices[" + i + "].backendServiceId",
                forward.backendServices().get(i).backendServiceId(),
                traffic))
        .toList();
  }

  /**
   * The references of a rule: those of its action, and of its mirror.
   *
   * @param at path of the rule in the body, as {@code rules[3].}, or empty
   */
  public static List<ServiceReference> of(String at, Rule rule, Traffic traffic) {
    List<ServiceReference> references = new ArrayList<>(of(at + "action", rule.action(), traffic));
    Modifications.Mirror mirror = rule.modifications().mirror();
    if (mirror != null) {
      references.add(
          new ServiceReference(
              at + "modifications.mirror.backendServiceId", mirror.backendServiceId(), traffic));
    }
    return references;
  }

  /** Whether a rule refers to a backend service. */
  public static boolean isUsed(UUID backendServiceId, Rule rule) {
    return of("", rule, null).stream()
        .anyMatch(reference -> reference.backendServiceId().equals(backendServiceId));
  }

  /** Whether an action forwards to a backend service. */
  public static boolean isUsed(UUID backendServiceId, Action action) {
    return of("", action, null).stream()
        .anyMatch(reference -> reference.backendServiceId().equals(backendServiceId));
  }
}
