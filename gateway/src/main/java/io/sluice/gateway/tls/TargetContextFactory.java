package io.sluice.gateway.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.sluice.contracts.model.Certificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Makes contexts for TLS with targets, where the gateway is the client. */
public final class TargetContextFactory {
  private final TlsEngine engine;

  /** Makes contexts of one library. */
  public TargetContextFactory(TlsEngine engine) {
    this.engine = engine;
  }

  /**
   * Makes one. Sessions are resumed within it, and with targets of the same name and port.
   *
   * @param verify whether a target's chain is verified; its name is the caller's matter
   * @param authority what the chain must lead to; null: Java's trust store
   * @param clientCertificate what targets are shown, or null
   * @param protocols offered by ALPN, the preferred one first; empty: ALPN is not spoken
   * @throws GeneralSecurityException when authority, certificate or key cannot be used
   * @throws IOException when the library refuses them
   */
  public SslContext make(
      boolean verify, Certificate authority, Certificate clientCertificate, List<String> protocols)
      throws GeneralSecurityException, IOException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(engine.provider())
            .protocols("TLSv1.3", "TLSv1.2");
    if (!protocols.isEmpty()) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              protocols));
    }
    if (!verify) {
      builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
    } else if (authority != null) {
      builder.trustManager(Pem.certificates(authority.certificatePem()));
    }
    if (clientCertificate != null) {
      X509Certificate[] chain = Pem.certificates(clientCertificate.certificatePem());
      KeyType type = KeyType.of(chain[0].getPublicKey());
      PrivateKey key = Pem.privateKey(clientCertificate.privateKeyPem(), type);
      Pem.requirePair(chain[0], key, type);
      builder.keyManager(key, chain);
    }
    if (engine == TlsEngine.BORINGSSL) {
      builder.option(OpenSslContextOption.USE_TASKS, false);
    }
    return builder.build();
  }
}
