package io.sluice.contracts.model;

import java.util.UUID;

/**
 * TLS with the targets of a backend service.
 *
 * @param verify whether a target's certificate is verified: chain, time and name
 * @param authorityId the {@link Certificate} without key that it must lead to, or null for the
 *     system's trust store
 * @param serverName the name sent as SNI and verified, or null for the target's host name; a target
 *     that is named by IP is then sent no SNI, and its IP is verified
 * @param clientCertificateId the {@link Certificate} with key that targets are shown, or null
 */
public record TargetTls(
    boolean verify, UUID authorityId, String serverName, UUID clientCertificateId) {
  /** Verified by the system's trust store. */
  public static final TargetTls DEFAULT = new TargetTls(true, null, null, null);
}
