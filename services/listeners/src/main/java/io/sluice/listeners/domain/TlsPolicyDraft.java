package io.sluice.listeners.domain;

import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.TlsPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A TLS policy as its author wrote it; null where nothing was written.
 *
 * @param name 1-63 characters, unique in the suite, not one of the product's; required
 * @param description at most 256 characters; empty by default
 * @param versions one or both of {@link CipherSuites#VERSIONS}; required
 * @param cipherSuites known ones, the preferred first, at least one for each version; empty by
 *     default: those of the product's policy
 */
public record TlsPolicyDraft(
    String name, String description, List<String> versions, List<String> cipherSuites) {
  /** Entries of a list. */
  public static final int MAX_ENTRIES = 32;

  /** Characters of an entry. */
  public static final int MAX_CHARACTERS = 64;

  private static final Set<String> RESERVED = Set.of(ListenerTls.MODERN, ListenerTls.INTERMEDIATE);

  /** The value; to be used only when nothing was added to the violations. */
  public TlsPolicy validate(UUID id, Violations violations) {
    Checks checks = new Checks(violations);
    checks.require(
        !RESERVED.contains(name),
        "name",
        name,
        "a name other than those of the product's policies");
    String known = String.join(", ", CipherSuites.VERSIONS);
    checks.require(
        versions != null && !versions.isEmpty(), "versions", versions, "1-2 of " + known);
    List<String> valid = versions == null ? List.of() : versions;
    checkEach("versions", valid, CipherSuites.VERSIONS, checks);
    List<String> suites = cipherSuites == null ? List.of() : cipherSuites;
    checkSuites(valid, suites, checks);
    return new TlsPolicy(id, name, description, valid, suites);
  }

  private static void checkSuites(List<String> versions, List<String> suites, Checks checks) {
    List<String> allowed =
        CipherSuites.VERSIONS.stream()
            .filter(versions::contains)
            .flatMap(version -> CipherSuites.of(version).stream())
            .toList();
    checkEach("cipherSuites", suites, allowed, checks);
    for (String version : versions) {
      if (!suites.isEmpty() && CipherSuites.VERSIONS.contains(version)) {
        checks.require(
            suites.stream().anyMatch(CipherSuites.of(version)::contains),
            "cipherSuites",
            String.join(", ", suites),
            "at least one for " + version + ": " + String.join(", ", CipherSuites.of(version)));
      }
    }
  }

  private static void checkEach(
      String field, List<String> values, List<String> allowed, Checks checks) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      checks.require(
          allowed.contains(value) && seen.add(value),
          field + "[" + i + "]",
          value,
          "once: " + String.join(", ", allowed));
    }
  }
}
