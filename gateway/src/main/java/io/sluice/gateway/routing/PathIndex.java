package io.sluice.gateway.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of one host pattern, found by path in one pass over it. */
final class PathIndex<T> {
  private final RegionMap<Candidates<T>> exact;
  private final RegionMap<Candidates<T>> prefixes;

  /** Null without any. */
  private final Candidates<T> expressions;

  /** Null without any. */
  private final Candidates<T> any;

  PathIndex(List<Route<T>> routes) {
    Map<String, List<Route<T>>> exactRoutes = new HashMap<>();
    Map<String, List<Route<T>>> prefixRoutes = new HashMap<>();
    List<Route<T>> expressionRoutes = new ArrayList<>();
    List<Route<T>> anyRoutes = new ArrayList<>();
    for (Route<T> route : routes) {
      switch (route.pathKind()) {
        case EXACT -> add(exactRoutes, route.path(), route);
        case PREFIX -> add(prefixRoutes, segments(route.path()), route);
        case EXPRESSION -> expressionRoutes.add(route);
        case ANY -> anyRoutes.add(route);
      }
    }
    exact = RegionMap.forward(candidates(exactRoutes));
    prefixes = RegionMap.forward(candidates(prefixRoutes));
    expressions = Candidates.of(expressionRoutes);
    any = Candidates.of(anyRoutes);
  }

  /** The most specific rule: exact path, longest prefix, expression, any path; or null. */
  Route<T> mostSpecific(String path, int end, RequestView request) {
    Route<T> found = indexed(path, 0, end, 0, request);
    if (found == null && expressions != null) {
      found = expressions.first(path, end, request);
    }
    return found != null || any == null ? found : any.first(path, end, request);
  }

  /** The most specific of the exact path and the prefixes that end behind a place in the path. */
  private Route<T> indexed(String path, int from, int end, int hashBefore, RequestView request) {
    int hash = hashBefore;
    for (int i = from; i < end; i++) {
      char c = path.charAt(i);
      if (c == '/' && !prefixes.isEmpty()) {
        Candidates<T> prefix = prefixes.get(path, 0, i, hash);
        if (prefix != null) {
          Route<T> longer = indexed(path, i + 1, end, RegionMap.step(hash, c), request);
          return longer != null ? longer : prefix.first(path, end, request);
        }
      }
      hash = RegionMap.step(hash, c);
    }
    Candidates<T> whole = exact.get(path, 0, end, hash);
    Route<T> found = whole == null ? null : whole.first(path, end, request);
    if (found != null) {
      return found;
    }
    Candidates<T> prefix = prefixes.get(path, 0, end, hash);
    return prefix == null ? null : prefix.first(path, end, request);
  }

  /** Of all rules that match the one that goes before the others by priority; or null. */
  Route<T> firstByPriority(String path, int end, RequestView request, Route<T> bestBefore) {
    Route<T> best = better(any, bestBefore, path, end, request);
    int hash = 0;
    for (int i = 0; i < end; i++) {
      char c = path.charAt(i);
      if (c == '/' && !prefixes.isEmpty()) {
        best = better(prefixes.get(path, 0, i, hash), best, path, end, request);
      }
      hash = RegionMap.step(hash, c);
    }
    best = better(exact.get(path, 0, end, hash), best, path, end, request);
    best = better(prefixes.get(path, 0, end, hash), best, path, end, request);
    return better(expressions, best, path, end, request);
  }

  private static <T> Route<T> better(
      Candidates<T> candidates, Route<T> best, String path, int end, RequestView request) {
    return candidates == null ? best : candidates.firstBefore(best, path, end, request);
  }

  private static <T> void add(Map<String, List<Route<T>>> map, String key, Route<T> route) {
    map.computeIfAbsent(key, ignored -> new ArrayList<>()).add(route);
  }

  private static <T> Map<String, Candidates<T>> candidates(Map<String, List<Route<T>>> routes) {
    Map<String, Candidates<T>> candidates = HashMap.newHashMap(routes.size());
    routes.forEach((path, list) -> candidates.put(path, Candidates.of(list)));
    return candidates;
  }

  /** A prefix without its last slash; the root becomes the empty prefix of every path. */
  private static String segments(String prefix) {
    return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
  }
}
