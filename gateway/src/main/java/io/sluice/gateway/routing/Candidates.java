package io.sluice.gateway.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The rules that host and path leave, in their order: several when conditions tell them apart.
 * Those behind one without conditions are never reached and left out.
 */
final class Candidates<T> {
  private final Route<T>[] routes;

  private Candidates(Route<T>[] routes) {
    this.routes = routes;
  }

  /** Null when there is none. */
  @SuppressWarnings("unchecked")
  static <T> Candidates<T> of(Collection<Route<T>> unordered) {
    List<Route<T>> reached = new ArrayList<>();
    for (Route<T> route : unordered.stream().sorted(Route.ORDER).toList()) {
      reached.add(route);
      if (route.unconditional()) {
        break;
      }
    }
    return reached.isEmpty() ? null : new Candidates<>(reached.toArray(new Route[0]));
  }

  /** The first that takes a request, or null. */
  Route<T> first(String path, int end, RequestView request) {
    for (Route<T> route : routes) {
      if (route.takes(path, end, request)) {
        return route;
      }
    }
    return null;
  }

  /** The first that takes a request, if it goes before another by priority; else the other. */
  Route<T> firstBefore(Route<T> best, String path, int end, RequestView request) {
    for (Route<T> route : routes) {
      if (best != null && !route.goesBefore(best)) {
        return best;
      }
      if (route.takes(path, end, request)) {
        return route;
      }
    }
    return best;
  }
}
