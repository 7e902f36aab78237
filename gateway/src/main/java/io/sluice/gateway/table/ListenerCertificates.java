package io.sluice.gateway.table;

import io.sluice.chassis.sync.ListenersState;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.TlsPolicy;
import java.util.List;
import java.util.Objects;

/**
 * What the TLS settings of a listener refer to. All comes with one revision of one owner, so a
 * reference dangles only by a fault there; what is missing is then left out, and never replaced by
 * something weaker.
 *
 * @param certificates those with keys, the default one first
 * @param policy null when a policy of the product is used, or when the own one is missing
 * @param clientAuthority what clients' certificates must lead to, or null
 */
public record ListenerCertificates(
    List<Certificate> certificates, TlsPolicy policy, Certificate clientAuthority) {

  /** Null for a listener without TLS. */
  static ListenerCertificates of(ListenerTls tls, ListenersState state) {
    if (tls == null) {
      return null;
    }
    return new ListenerCertificates(
        tls.certificateIds().stream()
            .map(state.certificates()::get)
            .filter(Objects::nonNull)
            .toList(),
        tls.ownPolicy().map(state.tlsPolicies()::get).orElse(null),
        tls.clientAuthorityId() == null ? null : state.certificates().get(tls.clientAuthorityId()));
  }
}
