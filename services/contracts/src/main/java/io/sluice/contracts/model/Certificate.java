package io.sluice.contracts.model;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A certificate with its private key, or without one as an authority to verify others by. Owner:
 * listeners. Only gateways and the health service are sent the key.
 *
 * @param id identity
 * @param name 1-63 characters, unique in the suite
 * @param description at most 256 characters
 * @param certificatePem PEM: the chain with the leaf first; of an authority one or more
 *     certificates to trust
 * @param privateKeyPem PEM, PKCS#8, not encrypted; null: an authority
 * @param names DNS names of the leaf's subject alternative names, lower case, as {@code
 *     shop.example} or {@code *.shop.example}; empty for an authority
 * @param keyType {@code RSA} or {@code EC}: the leaf's key; an authority may have another
 * @param notBefore from when the leaf, or an authority's first certificate, is valid
 * @param notAfter until when the leaf, or the first of an authority's to expire, is valid
 * @param fingerprint SHA-256 of the leaf, or of an authority's first certificate: 64 lower-case hex
 *     digits
 */
public record Certificate(
    UUID id,
    String name,
    String description,
    String certificatePem,
    String privateKeyPem,
    List<String> names,
    String keyType,
    Instant notBefore,
    Instant notAfter,
    String fingerprint) {

  /** Whether it has no key, and others are verified by it. */
  public boolean authority() {
    return privateKeyPem == null;
  }

  /** All but the key and the chain, so that no log gets to see a key. */
  @Override
  public String toString() {
    return "Certificate[id=%s, name=%s, names=%s, keyType=%s, notAfter=%s, fingerprint=%s]"
        .formatted(id, name, names, keyType, notAfter, fingerprint);
  }
}
