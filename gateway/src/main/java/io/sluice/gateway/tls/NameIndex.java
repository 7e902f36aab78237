package io.sluice.gateway.tls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the certificates of a host name: those that name it, and those with a wildcard for it. A
 * wildcard stands for one label (RFC 6125). Immutable.
 */
final class NameIndex<C> {
  private final Map<String, List<C>> exact;
  private final Map<String, List<C>> wildcard;

  private NameIndex(Map<String, List<C>> exact, Map<String, List<C>> wildcard) {
    this.exact = exact;
    this.wildcard = wildcard;
  }

  /** Collects what an index is made of. */
  static final class Builder<C> {
    private final Map<String, List<C>> exact = new HashMap<>();
    private final Map<String, List<C>> wildcard = new HashMap<>();

    /** Adds a certificate with its names. */
    void add(C certificate, Iterable<String> names) {
      for (String name : names) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean wild = lower.startsWith("*.");
        (wild ? wildcard : exact)
            .computeIfAbsent(wild ? lower.substring(1) : lower, any -> new ArrayList<>(2))
            .add(certificate);
      }
    }

    NameIndex<C> build() {
      return new NameIndex<>(copy(exact), copy(wildcard));
    }

    private static <C> Map<String, List<C>> copy(Map<String, List<C>> map) {
      return map.entrySet().stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
    }
  }

  /**
   * The certificates that name a host.
   *
   * @param name in lower case, without a dot at its end; or null
   */
  List<C> exact(String name) {
    return name == null ? List.of() : exact.getOrDefault(name, List.of());
  }

  /**
   * The certificates with a wildcard for a host.
   *
   * @param name in lower case, without a dot at its end; or null
   */
  List<C> wildcard(String name) {
    int dot = name == null ? -1 : name.indexOf('.');
    return dot <= 0 ? List.of() : wildcard.getOrDefault(name.substring(dot), List.of());
  }

  /** Whether any certificate is made for a host. */
  boolean contains(String name) {
    return !exact(name).isEmpty() || !wildcard(name).isEmpty();
  }

  /** Whether one of a certificate's names covers a host name. */
  static boolean covers(Set<String> names, String host) {
    int dot = host.indexOf('.');
    return names.contains(host) || dot > 0 && names.contains("*" + host.substring(dot));
  }
}
