package io.sluice.gateway.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses a rule by host, path and conditions. An explicit priority goes first, the lower number
 * first; then host exact, longest {@code *.x}, longest {@code x.*}, any; then path exact, longest
 * prefix, longest expression, any; then more conditions. A rule whose conditions do not hold is as
 * if it was not there.
 *
 * <p>Immutable. The cost grows with the length of host and path, not with the number of rules: one
 * look-up for each label of the host and, in each host pattern that matches, one for each segment
 * of the path; nothing is allocated. Conditions cost what those of the rules cost that are left by
 * host and path, and expressions on paths what all of them cost in the host patterns that match.
 *
 * @param <T> what a rule gives
 */
public final class Router<T> {
  private final Hosts<T> byPriority;
  private final Hosts<T> bySpecificity;
  private final boolean conditional;

  /** A router over rules in any order. */
  public Router(Collection<Route<T>> routes) {
    byPriority = Hosts.of(routes.stream().filter(r -> r.priority() != null).toList());
    bySpecificity = Hosts.of(routes.stream().filter(r -> r.priority() == null).toList());
    conditional = routes.stream().anyMatch(r -> r.conditions() != Conditions.NONE);
  }

  /** Whether a rule has conditions, so that {@link #route} has to know the request. */
  public boolean conditional() {
    return conditional;
  }

  /**
   * Finds the rule that takes a request.
   *
   * @param host in the form of {@link RequestHost#normalize}, or null
   * @param path starts with the path, case matters
   * @param end where the path ends
   * @param request what else is looked at; may be null unless {@link #conditional}
   * @return its result, or null when no rule matches
   */
  public T route(String host, String path, int end, RequestView request) {
    Route<T> route =
        byPriority == null ? null : byPriority.firstByPriority(host, path, end, request);
    if (route == null && bySpecificity != null) {
      route = bySpecificity.mostSpecific(host, path, end, request);
    }
    return route == null ? null : route.result();
  }

  /** Rules by host pattern. */
  private static final class Hosts<T> {
    private final RegionMap<PathIndex<T>> exact;

    /** {@code *.x} as {@code .x}. */
    private final RegionMap<PathIndex<T>> suffixes;

    /** {@code x.*} as {@code x.}. */
    private final RegionMap<PathIndex<T>> prefixes;

    private final PathIndex<T> any;

    private Hosts(Collection<Route<T>> routes) {
      Map<String, List<Route<T>>> exactRoutes = new HashMap<>();
      Map<String, List<Route<T>>> suffixRoutes = new HashMap<>();
      Map<String, List<Route<T>>> prefixRoutes = new HashMap<>();
      List<Route<T>> anyRoutes = new ArrayList<>();
      for (Route<T> route : routes) {
        String host = route.host();
        if (host == null) {
          anyRoutes.add(route);
        } else if (host.startsWith("*")) {
          add(suffixRoutes, host.substring(1), route);
        } else if (host.endsWith("*")) {
          add(prefixRoutes, host.substring(0, host.length() - 1), route);
        } else {
          add(exactRoutes, host, route);
        }
      }
      exact = RegionMap.forward(indexed(exactRoutes));
      suffixes = RegionMap.backward(indexed(suffixRoutes));
      prefixes = RegionMap.forward(indexed(prefixRoutes));
      any = anyRoutes.isEmpty() ? null : new PathIndex<>(anyRoutes);
    }

    static <T> Hosts<T> of(Collection<Route<T>> routes) {
      return routes.isEmpty() ? null : new Hosts<>(routes);
    }

    Route<T> mostSpecific(String host, String path, int end, RequestView request) {
      if (host != null) {
        Route<T> found = exactHost(host, path, end, request);
        found = found != null ? found : longestSuffix(host, path, end, request);
        found = found != null ? found : longestPrefix(host, path, end, request);
        if (found != null) {
          return found;
        }
      }
      return any == null ? null : any.mostSpecific(path, end, request);
    }

    private Route<T> exactHost(String host, String path, int end, RequestView request) {
      if (exact.isEmpty()) {
        return null;
      }
      PathIndex<T> paths = exact.get(host, 0, host.length(), hash(host));
      return paths == null ? null : paths.mostSpecific(path, end, request);
    }

    private Route<T> longestSuffix(String host, String path, int end, RequestView request) {
      Route<T> found = null;
      int hash = 0;
      for (int i = host.length() - 1; i > 0 && !suffixes.isEmpty(); i--) {
        char c = host.charAt(i);
        hash = RegionMap.step(hash, c);
        PathIndex<T> paths = c == '.' ? suffixes.get(host, i, host.length(), hash) : null;
        Route<T> longer = paths == null ? null : paths.mostSpecific(path, end, request);
        found = longer != null ? longer : found;
      }
      return found;
    }

    private Route<T> longestPrefix(String host, String path, int end, RequestView request) {
      Route<T> found = null;
      int hash = 0;
      for (int i = 0; i < host.length() - 1 && !prefixes.isEmpty(); i++) {
        char c = host.charAt(i);
        hash = RegionMap.step(hash, c);
        PathIndex<T> paths = c == '.' ? prefixes.get(host, 0, i + 1, hash) : null;
        Route<T> longer = paths == null ? null : paths.mostSpecific(path, end, request);
        found = longer != null ? longer : found;
      }
      return found;
    }

    Route<T> firstByPriority(String host, String path, int end, RequestView request) {
      Route<T> best = better(any, null, path, end, request);
      if (host == null) {
        return best;
      }
      int length = host.length();
      int hash = 0;
      for (int i = 0; i < length; i++) {
        char c = host.charAt(i);
        hash = RegionMap.step(hash, c);
        if (c == '.' && i < length - 1) {
          best = better(prefixes.get(host, 0, i + 1, hash), best, path, end, request);
        }
      }
      best = better(exact.get(host, 0, length, hash), best, path, end, request);
      hash = 0;
      for (int i = length - 1; i > 0 && !suffixes.isEmpty(); i--) {
        char c = host.charAt(i);
        hash = RegionMap.step(hash, c);
        if (c == '.') {
          best = better(suffixes.get(host, i, length, hash), best, path, end, request);
        }
      }
      return best;
    }

    private static <T> Route<T> better(
        PathIndex<T> paths, Route<T> best, String path, int end, RequestView request) {
      return paths == null ? best : paths.firstByPriority(path, end, request, best);
    }

    private static int hash(String host) {
      int hash = 0;
      for (int i = 0; i < host.length(); i++) {
        hash = RegionMap.step(hash, host.charAt(i));
      }
      return hash;
    }

    private static <T> void add(Map<String, List<Route<T>>> map, String key, Route<T> route) {
      map.computeIfAbsent(key, ignored -> new ArrayList<>()).add(route);
    }

    private static <T> Map<String, PathIndex<T>> indexed(Map<String, List<Route<T>>> routes) {
      Map<String, PathIndex<T>> indexes = HashMap.newHashMap(routes.size());
      routes.forEach((host, list) -> indexes.put(host, new PathIndex<>(list)));
      return indexes;
    }
  }
}
