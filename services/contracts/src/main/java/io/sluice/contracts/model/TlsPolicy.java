package io.sluice.contracts.model;

import java.util.List;
import java.util.UUID;

/**
 * Versions and cipher suites of TLS, by name. Owner: listeners.
 *
 * @param id identity
 * @param name 1-63 characters, unique in the suite
 * @param description at most 256 characters
 * @param versions {@code TLSv1.2}, {@code TLSv1.3} or both
 * @param cipherSuites IANA names, the preferred first; empty: those of {@link
 *     ListenerTls#INTERMEDIATE} for these versions
 */
public record TlsPolicy(
    UUID id, String name, String description, List<String> versions, List<String> cipherSuites) {}
