package io.sluice.health.domain;

/**
 * TLS of a probe, as the backend service has it for its requests.
 *
 * @param verify whether the target's certificate is verified
 * @param serverName the name sent as SNI and verified, or null for the target's address
 * @param authorityPem PEM of the certificates to trust, or null for the system's
 * @param certificatePem PEM of the chain that the target is shown, or null
 * @param keyPem PEM of its key, or null
 * @param complete whether all certificates that the service refers to are known
 */
public record ProbeTls(
    boolean verify,
    String serverName,
    String authorityPem,
    String certificatePem,
    String keyPem,
    boolean complete) {

  /** Without certificates and key. */
  @Override
  public String toString() {
    return "ProbeTls[verify=%s, serverName=%s, complete=%s]"
        .formatted(verify, serverName, complete);
  }
}
