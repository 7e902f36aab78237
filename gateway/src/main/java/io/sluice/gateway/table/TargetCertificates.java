package io.sluice.gateway.table;

import io.sluice.chassis.sync.ListenersState;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.TargetTls;
import java.util.UUID;

/**
 * What the TLS settings of a backend service refer to. Certificates are another owner's than the
 * service, so a reference may dangle for a moment: {@link #complete} is then false, and no
 * connection may be opened, least of all one that verifies less.
 *
 * @param authority what targets' certificates must lead to; null: the system's trust store
 * @param clientCertificate what targets are shown, or null
 * @param complete whether all that is referred to is there
 */
public record TargetCertificates(
    Certificate authority, Certificate clientCertificate, boolean complete) {
  /** Of a service that refers to none. */
  public static final TargetCertificates NONE = new TargetCertificates(null, null, true);

  static TargetCertificates of(TargetTls tls, ListenersState state) {
    if (tls == null || (tls.authorityId() == null && tls.clientCertificateId() == null)) {
      return NONE;
    }
    Certificate authority = find(tls.authorityId(), state);
    Certificate client = find(tls.clientCertificateId(), state);
    return new TargetCertificates(
        authority,
        client,
        (authority != null || tls.authorityId() == null)
            && (client != null || tls.clientCertificateId() == null));
  }

  private static Certificate find(UUID id, ListenersState state) {
    return id == null ? null : state.certificates().get(id);
  }
}
