package io.sluice.gateway.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of one host pattern, found by path in one pass over it. */
final class PathIndex<T> {
  private final RegionMap<Route<T>> exact;
  private final RegionMap<Route<T>> prefixes;
  private final Route<T> any;

  PathIndex(List<Route<T>> routes) {
    Map<String, Route<T>> exactRoutes = new HashMap<>();
    Map<String, Route<T>> prefixRoutes = new HashMap<>();
    Route<T> anyRoute = null;
    for (Route<T> route : routes) {
      switch (route.pathKind()) {
        case EXACT -> exactRoutes.merge(route.path(), route, PathIndex::first);
        case PREFIX -> prefixRoutes.merge(segments(route.path()), route, PathIndex::first);
        case ANY -> anyRoute = first(route, anyRoute);
      }
    }
    exact = RegionMap.forward(exactRoutes);
    prefixes = RegionMap.forward(prefixRoutes);
    any = anyRoute;
  }

  /** The most specific rule: exact path, longest prefix, any path; or null. */
  Route<T> mostSpecific(String path, int end) {
    Route<T> longest = any;
    int hash = 0;
    for (int i = 0; i < end; i++) {
      char c = path.charAt(i);
      if (c == '/' && !prefixes.isEmpty()) {
        Route<T> prefix = prefixes.get(path, 0, i, hash);
        longest = prefix != null ? prefix : longest;
      }
      hash = RegionMap.step(hash, c);
    }
    Route<T> whole = exact.get(path, 0, end, hash);
    if (whole != null) {
      return whole;
    }
    Route<T> prefix = prefixes.get(path, 0, end, hash);
    return prefix != null ? prefix : longest;
  }

  /** Of all rules that match the one that goes before the others by priority; or null. */
  Route<T> firstByPriority(String path, int end) {
    Route<T> best = any;
    int hash = 0;
    for (int i = 0; i < end; i++) {
      char c = path.charAt(i);
      if (c == '/' && !prefixes.isEmpty()) {
        best = first(prefixes.get(path, 0, i, hash), best);
      }
      hash = RegionMap.step(hash, c);
    }
    best = first(exact.get(path, 0, end, hash), best);
    return first(prefixes.get(path, 0, end, hash), best);
  }

  static <T> Route<T> first(Route<T> a, Route<T> b) {
    return a != null && a.goesBefore(b) ? a : b;
  }

  /** A prefix without its last slash; the root becomes the empty prefix of every path. */
  private static String segments(String prefix) {
    return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
  }
}
