package io.sluice.gateway.upstream;

import io.sluice.gateway.observe.Reason;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;

/** Tells a certificate that is not accepted from all else that can fail in TLS. */
final class TlsFailures {
  private TlsFailures() {}

  static Reason reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
        return Reason.TLS_VERIFY_FAILED;
      }
    }
    return Reason.TLS_FAILED;
  }
}
