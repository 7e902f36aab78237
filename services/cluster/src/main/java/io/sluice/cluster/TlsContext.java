package io.sluice.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import javax.net.ssl.SSLContext;

/** Reads the PEM files of a member for the membership's sockets. */
final class TlsContext {
  private TlsContext() {}

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException when one cannot be read or does not fit the others
   */
  static SSLContext of(ClusterOptions.Tls tls, Vertx vertx) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new PemKeyCertOptions()
              .setCertPath(tls.certificate())
              .setKeyPath(tls.key())
              .getKeyManagerFactory(vertx)
              .getKeyManagers(),
          new PemTrustOptions()
              .addCertPath(tls.trust())
              .getTrustManagerFactory(vertx)
              .getTrustManagers(),
          null);
      return context;
    } catch (Exception e) {
      throw new IllegalArgumentException("cluster TLS of " + tls + ": " + e.getMessage(), e);
    }
  }
}
