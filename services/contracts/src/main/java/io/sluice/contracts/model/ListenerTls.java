package io.sluice.contracts.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * TLS with the clients of a listener.
 *
 * @param certificateIds 1-100 certificates with keys; the first is the default one, the others are
 *     chosen by SNI; an RSA and an ECDSA one of the same name may be there side by side
 * @param policy {@link #MODERN}, {@link #INTERMEDIATE} or the id of a {@link TlsPolicy}
 * @param hstsMaxAgeSeconds 1-94608000 s of Strict-Transport-Security on answers, or null for none
 * @param clientAuth whether clients show certificates
 * @param clientAuthorityId the {@link Certificate} without key that clients' certificates must lead
 *     to; null only when {@code clientAuth} is off
 * @param handshakeTimeoutSeconds 1-60 s for a whole handshake
 * @param handshakesAtOnce 1-100000 handshakes under way at once on a gateway; more connections wait
 *     or are closed
 */
public record ListenerTls(
    List<UUID> certificateIds,
    String policy,
    Integer hstsMaxAgeSeconds,
    ClientAuth clientAuth,
    UUID clientAuthorityId,
    int handshakeTimeoutSeconds,
    Integer handshakesAtOnce) {
  /** The policy with TLS 1.3 only. */
  public static final String MODERN = "modern";

  /** The policy with TLS 1.2 and 1.3 and forward secrecy; the default one. */
  public static final String INTERMEDIATE = "intermediate";

  /** Seconds for a handshake when nothing else is said. */
  public static final int HANDSHAKE_TIMEOUT_SECONDS = 10;

  /** Handshakes at once when nothing else is said. */
  public static final int HANDSHAKES_AT_ONCE = 1000;

  public ListenerTls {
    certificateIds = List.copyOf(certificateIds);
  }

  /** These certificates, and all else by default. */
  public static ListenerTls of(List<UUID> certificateIds) {
    return new ListenerTls(
        certificateIds,
        INTERMEDIATE,
        null,
        ClientAuth.OFF,
        null,
        HANDSHAKE_TIMEOUT_SECONDS,
        HANDSHAKES_AT_ONCE);
  }

  /** The id of the policy, unless it is one of the product's. */
  public Optional<UUID> ownPolicy() {
    return MODERN.equals(policy) || INTERMEDIATE.equals(policy)
        ? Optional.empty()
        : Optional.of(UUID.fromString(policy));
  }

  /** Whether clients show certificates. */
  public enum ClientAuth {
    /** None is asked for. */
    @JsonProperty("off")
    OFF,
    /** One is asked for; a client without any is served, one with a wrong one is not. */
    @JsonProperty("optional")
    OPTIONAL,
    /** A client without a valid one is not served. */
    @JsonProperty("required")
    REQUIRED
  }
}
